//! The objects beside dial-peers: translation-rule tables, translation profiles, pattern maps, `voice service voip`.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::dial_plan::Id;
use super::settings::Settings;
use crate::source::{Located, Span};
use crate::syntax::argument::{Statement, TranslationRule};
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// An object that IOS knows by a number or a name. Two are equal when they mean the same to the router.
#[derive(Clone, Debug)]
pub struct Object<I> {
    /// Its number or name.
    pub id: I,
    /// What its header says behind that: `dual-line` of `ephone-dn 1 dual-line`.
    pub kind: Option<String>,
    /// Its lines.
    pub settings: Settings,
    /// Where its header stands; where it was entered last.
    pub span: Span,
}

impl<I: PartialEq> PartialEq for Object<I> {
    fn eq(&self, other: &Self) -> bool {
        (&self.id, &self.kind, &self.settings) == (&other.id, &other.kind, &other.settings)
    }
}

impl<I: Eq> Eq for Object<I> {}

impl<I> Object<I> {
    /// An object without lines.
    pub fn new(id: I) -> Self {
        Self { id, kind: None, settings: Settings::default(), span: Span::default() }
    }
}

/// `voice translation-rule N`: rules tried in ascending order of their numbers, the first that matches is applied.
pub type RuleTable = Object<u32>;

impl RuleTable {
    /// Its valid rules, in the order in which they are tried.
    pub fn rules(&self) -> impl Iterator<Item = Located<&TranslationRule>> {
        let rules = self.settings.all(Command::Rule).iter();
        rules.filter_map(|setting| setting.value.argument.as_rule().map(|rule| Located::new(rule, setting.span)))
    }

    /// The valid entries, where it is a `voice class e164-pattern-map`.
    pub fn entries(&self) -> impl Iterator<Item = Located<&NumberPattern>> {
        let entries = self.settings.all(Command::MapEntry).iter();
        entries.filter_map(|setting| setting.value.argument.as_pattern().map(|one| Located::new(one, setting.span)))
    }
}

/// `voice class e164-pattern-map N`: a dial-peer that refers to it matches what any of its entries matches.
pub type PatternMap = Object<u32>;

/// `voice class dpg N`: the dial-peers that calls from an inbound peer may go out on, whatever their number.
pub type DialPeerGroup = Object<u32>;

/// A member of a dial-peer group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupMember {
    /// The tag of the dial-peer.
    pub tag: u32,
    /// 0 (the default, tried first) to 10.
    pub preference: u32,
}

impl DialPeerGroup {
    /// Its members, in the order of their tags.
    pub fn members(&self) -> impl Iterator<Item = Located<GroupMember>> {
        self.settings.statements(Command::GroupMember).filter_map(|line| {
            let Statement::Member { tag, preference } = line.value else { return None };
            Some(Located::new(GroupMember { tag: *tag, preference: preference.unwrap_or(0) }, line.span))
        })
    }
}

/// `voice class server-group N`: the servers that a dial-peer offers a call to.
pub type ServerGroup = Object<Id>;

/// A server of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// Where it is.
    pub address: IpAddr,
    /// Its port, where one is given.
    pub port: Option<u16>,
    /// 0 (the default, tried first) to 5.
    pub preference: u32,
}

impl ServerGroup {
    /// Its servers, those with IPv4 addresses first.
    pub fn servers(&self) -> impl Iterator<Item = Server> {
        let lines = [Command::ServerIpv4, Command::ServerIpv6].into_iter();
        lines.flat_map(|command| self.settings.statements(command)).filter_map(|line| {
            let Statement::Server { address, port, preference } = *line.value else { return None };
            Some(Server { address, port, preference })
        })
    }
}

/// `voice class uri NAME TYPE`, by name and type: which SIP or tel URIs an inbound peer takes.
pub type UriClass = Object<String>;

/// `dial-peer cor list NAME`. A call may go out on a peer when the list of its inbound peer holds every member of the
/// list of the outbound peer; where one of the two has no list, it may (Cisco 211306).
pub type CorList = Object<String>;

impl CorList {
    /// Its members.
    pub fn members(&self) -> BTreeSet<&str> {
        self.settings.all(Command::CorMember).iter().filter_map(|one| one.value.argument.as_text()).collect()
    }
}

/// `voice translation-profile NAME`: which table rewrites which number of a call.
pub type TranslationProfile = Object<String>;

impl TranslationProfile {
    /// Its commands that name a table, each for another number of a call.
    pub const TRANSLATIONS: [Command; 5] = [
        Command::TranslateCalled,
        Command::TranslateCalling,
        Command::TranslateRedirectCalled,
        Command::TranslateRedirectTarget,
        Command::TranslateCallbackNumber,
    ];

    /// The number of the table that rewrites the called number.
    pub fn called(&self) -> Option<Located<u32>> {
        self.settings.integer(Command::TranslateCalled)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    #[test]
    fn rules_come_in_the_order_in_which_they_are_tried() {
        let text = "voice translation-rule 1\n rule 20 /2/ //\n rule 3 /3/ //\n rule 100 /1/ //\n rule 20 reject /4/\n";
        let (plan, _) = read(&Tree::parse(&Source::new("test", text)));
        let rules = plan.rule_tables[&1].rules().map(|rule| rule.value.precedence);
        assert_eq!(rules.collect::<Vec<_>>(), [3, 20, 100]);
    }
}
