//! What a way to match has to remember: how far its replacement is written, and the texts that are still to be written.
//!
//! What is known to come out is written at once, so that little is remembered: in most rules nothing but the next part
//! of the replacement and the state of the target.

use indexmap::IndexSet;

use super::super::dfa::OverBudget;
use super::program::{Part, Program, SlotSet, bit};
use super::table::Table;
use super::texts::Texts;
use crate::number::Symbol;

/// The most notes with texts.
const NOTES_BUDGET: usize = 500_000;

/// How often a note with texts is written at most: about half a second.
const WRITING_BUDGET: usize = 2_000_000;

/// Bits of a state in a note without texts; a table has no more than that.
const STATE_BITS: u32 = 20;

/// What is remembered, in one word.
pub(super) type Note = u32;

/// The text of a slot, as far as it is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Held {
    /// It has not begun, or is needed no more.
    Nothing,
    /// It goes on.
    Open(u32),
    /// It is over.
    Closed(u32),
}

/// What is remembered, spelled out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Written {
    /// The part that comes next.
    part: usize,
    /// The state of the target behind all that was written.
    state: u32,
    /// Per slot; empty where no text of the rule is held.
    held: Vec<Held>,
}

/// The notes of all ways to match.
pub(super) struct Memory<'a> {
    pub(super) target: &'a Table,
    texts: Texts<'a>,
    notes: IndexSet<Written>,
    written: usize,
}

impl<'a> Memory<'a> {
    /// No notes yet.
    pub(super) fn new(target: &'a Table) -> Self {
        Self { target, texts: Texts::new(target), notes: IndexSet::new(), written: 0 }
    }

    /// The note of a match that begins where the target is in `state`.
    pub(super) fn begin(&mut self, program: &Program, state: u32) -> Result<Note, OverBudget> {
        let slots = if program.holds_text() { program.slots.len() } else { 0 };
        let mut written = Written { part: 0, state, held: vec![Held::Nothing; slots] };
        self.arrive(program, &mut written);
        self.noted(program, written)
    }

    /// The note behind the beginning of a slot.
    pub(super) fn open(&mut self, program: &Program, note: Note, slot: usize) -> Result<Note, OverBudget> {
        let mut written = self.read(program, note);
        let passed = program.slots.get(slot).map_or(0, |slot| slot.passed);
        // What should have come before and did not take part is empty.
        while let Some(other) = self.awaited(program, &written)
            && passed & bit(other) != 0
        {
            written.part += 1;
            self.arrive(program, &mut written);
        }
        if let Some(held) = written.held.get_mut(slot) {
            *held = Held::Open(0);
        }
        self.noted(program, written)
    }

    /// The note behind the end of a slot.
    pub(super) fn close(&mut self, program: &Program, note: Note, slot: usize) -> Result<Note, OverBudget> {
        let mut written = self.read(program, note);
        if let Some(held) = written.held.get_mut(slot)
            && let Held::Open(text) = *held
        {
            *held = Held::Closed(text);
        }
        if self.awaited(program, &written) == Some(slot) {
            written.part += 1;
            self.arrive(program, &mut written);
        }
        self.noted(program, written)
    }

    /// The note behind a symbol within these slots.
    pub(super) fn take(
        &mut self,
        program: &Program,
        note: Note,
        within: SlotSet,
        symbol: Symbol,
    ) -> Result<Note, OverBudget> {
        if within == 0 {
            return Ok(note);
        }
        let mut written = self.read(program, note);
        if self.awaited(program, &written).is_some_and(|slot| within & bit(slot) != 0) {
            written.state = self.target.step(written.state, symbol);
        }
        for held in &mut written.held {
            if let Held::Open(text) = held {
                *text = self.texts.longer(*text, symbol)?;
            }
        }
        self.noted(program, written)
    }

    /// The state of the target when all of the replacement is written.
    pub(super) fn finish(&mut self, program: &Program, note: Note) -> u32 {
        let written = self.read(program, note);
        program.parts.iter().skip(written.part).fold(written.state, |state, part| match part {
            Part::Literal(symbol) => self.target.step(state, *symbol),
            Part::Text(slot) => match written.held.get(*slot) {
                Some(Held::Closed(text) | Held::Open(text)) => self.texts.apply(*text, state),
                Some(Held::Nothing) | None => state,
            },
        })
    }

    /// Whether nothing is accepted any more that begins so.
    pub(super) fn is_dead(&self, program: &Program, note: Note) -> bool {
        self.state(program, note) == self.target.dead()
    }

    /// The slot whose text comes next and is written as it is found; texts that may still change are written at the end.
    fn awaited(&self, program: &Program, written: &Written) -> Option<usize> {
        let _ = self;
        match program.parts.get(written.part)? {
            Part::Text(slot) if !program.slots.get(*slot)?.repeated => Some(*slot),
            Part::Text(_) | Part::Literal(_) => None,
        }
    }

    /// Writes all that is known when a part comes to be the next, and forgets what is not needed any more.
    fn arrive(&self, program: &Program, written: &mut Written) {
        loop {
            match program.parts.get(written.part) {
                Some(Part::Literal(symbol)) => written.state = self.target.step(written.state, *symbol),
                Some(Part::Text(_)) => {
                    let Some(slot) = self.awaited(program, written) else { break };
                    match written.held.get(slot) {
                        Some(Held::Closed(text)) => written.state = self.texts.apply(*text, written.state),
                        Some(Held::Open(text)) => {
                            written.state = self.texts.apply(*text, written.state);
                            break;
                        }
                        Some(Held::Nothing) | None => break,
                    }
                }
                None => break,
            }
            written.part += 1;
        }
    }

    fn state(&self, program: &Program, note: Note) -> u32 {
        if program.holds_text() {
            self.notes.get_index(note as usize).map_or(self.target.dead(), |written| written.state)
        } else {
            note & ((1 << STATE_BITS) - 1)
        }
    }

    fn read(&self, program: &Program, note: Note) -> Written {
        if program.holds_text() {
            let dead = Written { part: 0, state: self.target.dead(), held: Vec::new() };
            return self.notes.get_index(note as usize).cloned().unwrap_or(dead);
        }
        let part = (note >> STATE_BITS) as usize;
        Written { part, state: self.state(program, note), held: Vec::new() }
    }

    /// The word for what is remembered, without what makes no difference any more.
    fn noted(&mut self, program: &Program, mut written: Written) -> Result<Note, OverBudget> {
        if written.state == self.target.dead() {
            written = Written { part: program.parts.len(), held: Vec::new(), ..written };
        }
        if !program.holds_text() {
            let part = u32::try_from(written.part).map_err(|_| OverBudget)?;
            let fits = written.state < 1 << STATE_BITS && part < 1 << (u32::BITS - STATE_BITS);
            return if fits { Ok(part << STATE_BITS | written.state) } else { Err(OverBudget) };
        }
        let awaited = self.awaited(program, &written);
        for (index, (held, slot)) in written.held.iter_mut().zip(&program.slots).enumerate() {
            let streams = awaited == Some(index) && written.part == slot.last_use;
            if !slot.held || written.part > slot.last_use || (streams && matches!(held, Held::Open(_))) {
                *held = Held::Nothing;
            }
        }
        let (index, is_new) = self.notes.insert_full(written);
        self.written += 1;
        if (is_new && index >= NOTES_BUDGET) || self.written > WRITING_BUDGET {
            return Err(OverBudget);
        }
        u32::try_from(index).map_err(|_| OverBudget)
    }
}
