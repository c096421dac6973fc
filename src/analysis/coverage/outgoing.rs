//! What is done to the called number on its way out by one dial-peer, for all numbers at once.

use super::Gaps;
use super::changes::{Changes, Typed};
use super::path::Path;
use crate::automaton::Change;
use crate::call::{Assumption, ForwardDigits, Gateway};
use crate::model::{DialPeer, PeerKind, Settings};
use crate::number::Symbol;
use crate::syntax::commands::Command;

/// The lines of a dial-peer that change numbers on the way out.
const LINES: [Command; 7] = [
    Command::TranslationProfileOutgoing,
    Command::TranslateOutgoingCalled,
    Command::DigitStrip,
    Command::ForwardDigits,
    Command::Prefix,
    Command::Port,
    Command::Trunkgroup,
];

/// What peers that do the same to numbers have in common: its lines as text, and how many symbols are stripped.
pub(super) type Signature = (bool, Vec<String>, usize);

/// The signature of `peer`, where the pattern that matched begins with so many literals.
pub(super) fn signature(peer: &DialPeer, strip: usize) -> Signature {
    let is_pots = peer.kind == PeerKind::Pots;
    let wanted = LINES.iter().filter(|line| is_pots || !matches!(line, Command::Port | Command::Trunkgroup));
    let lines = wanted.flat_map(|command| peer.settings.all(*command)).map(|line| line.value.line()).collect();
    (is_pots, lines, strip)
}

/// What `peer` does to called numbers (as [`Gateway::trace`] does it).
pub(super) fn outgoing(
    gateway: &Gateway<'_>,
    peer: &DialPeer,
    strip: usize,
    mut typed: Typed,
    changes: &mut Changes<'_, '_>,
) -> Path {
    let is_pots = peer.kind == PeerKind::Pots;
    let forward = ForwardDigits::of(peer);
    let mut path = Path::new();
    if is_pots {
        if strip > 0 && peer.settings.flag(Command::DigitStrip) && forward == ForwardDigits::Default {
            path = path.change(Change::Strip(strip));
        }
        for service in gateway.plan().others(Command::VoiceServicePots) {
            path = path.join(&changes.profile_of(&service.settings, Command::TranslationProfileOutgoing, &mut typed));
        }
    }
    if peer.settings.span(Command::TranslationProfileOutgoing).is_some() {
        path = path.join(&changes.profile_of(&peer.settings, Command::TranslationProfileOutgoing, &mut typed));
    } else if let Some(number) = peer.settings.integer(Command::TranslateOutgoingCalled) {
        path = path.join(&changes.table(number.value, &mut typed));
    }
    if is_pots {
        path = path.join(&forwarded(gateway, peer, forward, &mut changes.gaps));
        path = path.join(&trunk(gateway, peer, changes, &mut typed));
    }
    path.join(&changes.expansion("after"))
}

/// `forward-digits` and `prefix` of a POTS peer.
fn forwarded(gateway: &Gateway<'_>, peer: &DialPeer, forward: ForwardDigits, gaps: &mut Gaps) -> Path {
    let prefix = peer.settings.text(Command::Prefix).map(|prefix| prefix.value.replace(',', ""));
    let prefix = prefix.and_then(|prefix| prefix.chars().map(Symbol::new).collect::<Option<Vec<_>>>());
    let kept = match forward {
        ForwardDigits::Default | ForwardDigits::All => None,
        ForwardDigits::Last(digits) => Some(Change::KeepLast(digits)),
        ForwardDigits::Extra => {
            gaps.unsupported(format!("`forward-digits extra` of dial-peer {}", peer.tag));
            None
        }
    };
    let both = forward != ForwardDigits::Default && prefix.is_some();
    if both {
        gaps.assume(Assumption::ForwardDigits);
    }
    let prefix = prefix.map(Change::Prefix);
    let prefix_first = both && gateway.profile().is(Assumption::ForwardDigits, "after-prefix");
    let steps = if prefix_first { [prefix, kept] } else { [kept, prefix] };
    steps.into_iter().flatten().fold(Path::new(), Path::change)
}

/// The profiles of the controller, the trunk group and the voice port that a POTS peer leads to.
fn trunk(gateway: &Gateway<'_>, peer: &DialPeer, changes: &mut Changes<'_, '_>, typed: &mut Typed) -> Path {
    let plan = gateway.plan();
    let port = peer.port();
    let controller = port
        .as_ref()
        .and_then(|port| gateway.controller_profile(Command::TranslationProfileOutgoingController, port.value));
    if let Some(name) = controller {
        return changes.profile(name.value, typed);
    }
    let named: Vec<_> = peer.settings.first_words(Command::Trunkgroup).collect();
    let groups: Vec<_> = named.into_iter().filter_map(|name| plan.trunk_group(name)).collect();
    let has_profile = |settings: &Settings| settings.span(Command::TranslationProfileOutgoing).is_some();
    if groups.len() > 1 && groups.iter().any(|group| has_profile(&group.settings)) {
        changes.gaps.unsupported(format!("which trunk group takes the calls of dial-peer {}", peer.tag));
    }
    let mut path = Path::new();
    for group in groups.into_iter().take(1) {
        for port in plan.trunk_group_ports(&group.id.to_string()) {
            let objects = plan.port_objects(&port);
            if objects.voice_ports.iter().any(|port| has_profile(&port.settings)) {
                changes.gaps.unsupported(format!("the translation of port {port} of trunk group {}", group.id));
            }
        }
        path = path.join(&changes.profile_of(&group.settings, Command::TranslationProfileOutgoing, typed));
    }
    let objects = port.map(|port| plan.port_objects(port.value)).unwrap_or_default();
    for port in &objects.voice_ports {
        path = path.join(&changes.profile_of(&port.settings, Command::TranslationProfileOutgoing, typed));
    }
    path
}
