//! What the far ends answer in a traced call.

use super::cause::{Cause, documented_cause};
use super::hunting::CauseMaps;
use super::profile::NotAssumed;
use crate::diagnostic::did_you_mean;
use crate::model::{DialPlan, Tag};
use crate::syntax::argument::{cause_keyword, hunt_cause};

/// What a far end does with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It takes it.
    Answer,
    /// It refuses it with a SIP status, 400 to 699.
    Status(u16),
    /// The call fails with this cause.
    Cause(Cause),
}

/// Whose answers these are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Whose {
    Everyone,
    Peer(Tag),
    /// One server of the group of a dial-peer.
    Server(Tag, String),
}

/// The answers to a traced call. A far end that nothing is said of takes the call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replies(Vec<(Whose, Reply)>);

impl Replies {
    /// Adds what `TAG=STATUS` says. `all` stands for every peer, `TAG@ADDRESS` for one server of a server group. A status
    /// is one of SIP, `cause:N`, a keyword of `voice hunt`, or `answer`.
    ///
    /// # Errors
    /// It is none of these, or neither the documents nor a `set sip-status` line of the peer in `plan` say which cause the
    /// status becomes.
    pub fn add(&mut self, text: &str, plan: &DialPlan) -> Result<(), NotAssumed> {
        let wrong = |message: String, help: &str| NotAssumed { message, help: help.to_owned() };
        let shown = text.escape_debug();
        let Some((who, status)) = text.split_once('=') else {
            return Err(wrong(format!("`{shown}` is no reply"), "TAG=STATUS, as in 555=404, or all=404"));
        };
        let tag = |text: &str| {
            let tag = text.parse().ok().and_then(Tag::new);
            tag.ok_or_else(|| {
                wrong(format!("`{}` is no tag of a dial-peer", text.escape_debug()), "a number, or `all`")
            })
        };
        let whose = match who.split_once('@') {
            _ if who == "all" => Whose::Everyone,
            None => Whose::Peer(tag(who)?),
            Some((peer, server)) => Whose::Server(tag(peer)?, server.trim_matches(['[', ']']).to_ascii_lowercase()),
        };
        let peer = match &whose {
            Whose::Everyone => None,
            Whose::Peer(tag) | Whose::Server(tag, _) => plan.peers.get(tag),
        };
        let reply = reply(status, &CauseMaps::of(plan, peer))?;
        self.0.push((whose, reply));
        Ok(())
    }

    /// Adds what a dial-peer, or one server of its group, answers.
    pub(super) fn put(&mut self, tag: Tag, server: Option<String>, reply: Reply) {
        self.0.push((server.map_or(Whose::Peer(tag), |server| Whose::Server(tag, server)), reply));
    }

    /// The tags that replies are given for.
    pub fn tags(&self) -> impl Iterator<Item = Tag> {
        self.0.iter().filter_map(|(whose, _)| match whose {
            Whose::Everyone => None,
            Whose::Peer(tag) | Whose::Server(tag, _) => Some(*tag),
        })
    }

    /// The servers that replies are given for, with the tag of their peer.
    pub fn servers(&self) -> impl Iterator<Item = (Tag, &str)> {
        self.0.iter().filter_map(|(whose, _)| match whose {
            Whose::Everyone | Whose::Peer(_) => None,
            Whose::Server(tag, server) => Some((*tag, server.as_str())),
        })
    }

    /// What `server` of the dial-peer `tag` answers: what is said of just it, then of its peer, then of all; the last that
    /// was said counts.
    pub fn of(&self, tag: Tag, server: &str) -> Option<Reply> {
        let last = |wanted: &dyn Fn(&Whose) -> bool| {
            self.0.iter().rev().find(|(whose, _)| wanted(whose)).map(|(_, reply)| *reply)
        };
        last(&|whose| matches!(whose, Whose::Server(one, name) if *one == tag && name == server))
            .or_else(|| last(&|whose| *whose == Whose::Peer(tag)))
            .or_else(|| last(&|whose| *whose == Whose::Everyone))
    }
}

/// Reads the part of a reply behind `=`.
fn reply(text: &str, maps: &CauseMaps<'_>) -> Result<Reply, NotAssumed> {
    const HELP: &str = "a SIP status such as 404, `cause:N`, a keyword of `voice hunt` such as user-busy, or `answer`";
    let shown = text.escape_debug();
    let wrong = |message: String, help: String| Err(NotAssumed { message, help });
    if matches!(text, "answer" | "200") {
        return Ok(Reply::Answer);
    }
    if let Some(number) = text.strip_prefix("cause:") {
        if let Ok(cause @ 1..) = number.parse() {
            return Ok(Reply::Cause(Cause(cause)));
        }
        let meant = did_you_mean(number, (1..=u8::MAX).filter_map(cause_keyword));
        let help = meant.map_or("cause:1 to cause:255".to_owned(), |meant| format!("did you mean `{meant}`?"));
        return wrong(format!("`{shown}` is no cause"), help);
    }
    if let Ok(status @ 400..=699) = text.parse() {
        if documented_cause(status).is_none() && maps.set_cause(status).is_none() {
            let message =
                format!("no document says which cause the status {status} becomes, and no `set sip-status` does");
            return wrong(message, "say the cause itself, as in `cause:127`".into());
        }
        return Ok(Reply::Status(status));
    }
    let is_number = text.starts_with(|first: char| first.is_ascii_digit());
    if let Some(cause) = hunt_cause(text).filter(|_| !is_number) {
        return Ok(Reply::Cause(Cause(cause)));
    }
    let keywords = (1..=u8::MAX).filter_map(cause_keyword).chain(["answer"]);
    let meant = did_you_mean(text, keywords).filter(|_| !is_number);
    let help = meant.map_or(HELP.to_owned(), |meant| format!("did you mean `{meant}`?"));
    wrong(format!("`{shown}` is no status"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(texts: &[&str]) -> Result<Replies, NotAssumed> {
        let plan = DialPlan::default();
        let mut replies = Replies::default();
        texts.iter().try_for_each(|text| replies.add(text, &plan))?;
        Ok(replies)
    }

    #[test]
    fn the_narrowest_reply_counts() {
        let replies = added(&["all=404", "5=user-busy", "5@192.0.2.1=cause:41", "6=answer"]).unwrap();
        let of = |tag, server| replies.of(Tag::new(tag).unwrap(), server).unwrap();
        assert_eq!(of(5, "192.0.2.1"), Reply::Cause(Cause(41)));
        assert_eq!(of(5, "192.0.2.2"), Reply::Cause(Cause::USER_BUSY));
        assert_eq!((of(6, ""), of(7, "")), (Reply::Answer, Reply::Status(404)));
    }

    #[test]
    fn what_is_no_reply_is_said() {
        let wrong = |text| added(&[text]).unwrap_err();
        assert_eq!(wrong("5").help, "TAG=STATUS, as in 555=404, or all=404");
        assert_eq!(wrong("x=404").message, "`x` is no tag of a dial-peer");
        assert_eq!(wrong("5=user-bussy").help, "did you mean `user-busy`?");
        assert_eq!(wrong("5=anser").help, "did you mean `answer`?");
        assert_eq!(wrong("5=cause:user-busi").help, "did you mean `user-busy`?");
        assert!(wrong("5=499").message.contains("499") && wrong("5=999").message.contains("no status"));
        assert_eq!(wrong("5=cause:0").message, "`cause:0` is no cause");
    }
}
