//! Where a traced call comes from: `--inbound` and `--uri`.

use std::net::IpAddr;

use crate::call::{Leg, Trunk, Uri, UriKind, Uris};
use crate::cli::args::Trace as Arguments;
use crate::cli::question::Asked;
use crate::diagnostic::{Diagnostic, Report, did_you_mean};
use crate::model::{DialPeer, DialPlan, PeerKind, Tag};
use crate::plan::session_target;
use crate::spec::{Access, Protocol, Spec};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

const FORMS: &str =
    "the TAG of a dial-peer, `pstn`, `port:PORT`, `trunk:TARGET`, `sip:TARGET`, `h323:TARGET` or `phone`";

/// The leg that the arguments name.
///
/// # Errors
/// All that is wrong with them.
pub(super) fn leg(arguments: &Arguments, asked: &Asked) -> Result<Option<Leg>, Report> {
    let (uris, mut report) = uris(&arguments.uri);
    let leg = arguments.inbound.as_deref().map(|from| of(from, asked)).transpose();
    let leg = leg.unwrap_or_else(|diagnostic| {
        report.push(diagnostic);
        None
    });
    if !report.is_empty() {
        return Err(report);
    }
    let with = |trunk: Trunk| Trunk { uris: uris.clone(), ..trunk };
    match leg {
        Some(Leg::Sip(trunk)) => Ok(Some(Leg::Sip(with(trunk)))),
        Some(Leg::SipLine(trunk)) => Ok(Some(Leg::SipLine(with(trunk)))),
        Some(Leg::H323(trunk)) => Ok(Some(Leg::H323(with(trunk)))),
        Some(Leg::Peer(tag, trunk)) => Ok(Some(Leg::Peer(tag, with(trunk)))),
        leg @ (Some(Leg::Port(_)) | None) if arguments.uri.is_empty() => Ok(leg),
        Some(Leg::Port(_)) | None => {
            let message = "`--uri` says something of a call that comes in by IP, and none does here";
            Err(Diagnostic::error("no-origin", message).help("`--inbound trunk:TARGET` lets it").into())
        }
    }
}

/// The URIs of `KIND=URI` each.
fn uris(texts: &[String]) -> (Uris, Report) {
    let (mut uris, mut report) = (Uris::default(), Report::new());
    for text in texts {
        let (name, uri) = text.split_once('=').unwrap_or((text, ""));
        match UriKind::ALL.into_iter().find(|kind| kind.name() == name) {
            Some(kind) if !uri.is_empty() => *uris.entry(kind) = Some(Uri::parse(uri)),
            Some(_) | None => {
                let message = format!("`{}` is no KIND=URI", text.escape_debug());
                let kinds: Vec<_> = UriKind::ALL.into_iter().map(UriKind::name).collect();
                let help = format!("KIND is one of {}", kinds.join(", "));
                report.push(Diagnostic::error("no-uri", message).help(help));
            }
        }
    }
    (uris, report)
}

fn of(from: &str, asked: &Asked) -> Result<Leg, Diagnostic> {
    let plan = &asked.reading.plan;
    let wrong = || {
        let message = format!("`{}` is not where a call can come from", from.escape_debug());
        Diagnostic::error("no-origin", message).help(FORMS)
    };
    match from.split_once(':') {
        _ if from == "pstn" => public(asked),
        _ if from == "phone" => Ok(Leg::SipLine(Trunk::default())),
        _ if from.parse::<u32>().is_ok() => from.parse().ok().and_then(Tag::new).map(Leg::peer).ok_or_else(wrong),
        Some(("port", port)) => known_port(plan, port),
        Some(("trunk", target)) => {
            let (target, protocol) = far_end(target, asked)?;
            let protocol = protocol.unwrap_or_else(|| spoken(plan, &target));
            Ok(by_ip(protocol, target))
        }
        Some(("sip", target)) => Ok(by_ip(Protocol::Sip, far_end(target, asked)?.0)),
        Some(("h323", target)) => Ok(by_ip(Protocol::H323, far_end(target, asked)?.0)),
        Some(_) | None => {
            let (target, protocol) = far_end(from, asked).map_err(|_| wrong())?;
            Ok(by_ip(protocol.unwrap_or_else(|| spoken(plan, &target)), target))
        }
    }
}

fn by_ip(protocol: Protocol, target: SessionTarget) -> Leg {
    match protocol {
        Protocol::Sip => Leg::Sip(Trunk::at(target)),
        Protocol::H323 => Leg::H323(Trunk::at(target)),
    }
}

/// The public network: what the spec says, else the one port of a PRI that there is.
fn public(asked: &Asked) -> Result<Leg, Diagnostic> {
    match asked.spec.as_ref().map(|spec| &spec.gateway.pstn.access.value) {
        Some(Access::Pri { port }) => return Ok(Leg::Port(port.value.clone())),
        Some(Access::Sip(trunk)) => {
            if let Some(target) = trunk.targets.first() {
                return Ok(by_ip(Protocol::Sip, session_target(&target.value)));
            }
        }
        None => {}
    }
    match asked.reading.plan.trunk_ports().as_slice() {
        [port] => Ok(Leg::Port((*port).to_owned())),
        [] => {
            let message = "this configuration has no port of a PRI, so it does not say where the public network is";
            Err(Diagnostic::error("no-origin", message).help("`trunk:TARGET` names a provider, `port:PORT` a line"))
        }
        ports => {
            let message = format!("this configuration has {} ports of PRIs", ports.len());
            Err(Diagnostic::error("no-origin", message)
                .help(format!("name one of them: port:{}", ports.join(", port:"))))
        }
    }
}

/// A port that the configuration names somewhere.
fn known_port(plan: &DialPlan, port: &str) -> Result<Leg, Diagnostic> {
    let of_peers = plan.peers.values().filter_map(DialPeer::port).map(|port| port.value.to_owned());
    let of_headers = plan.others(Command::VoicePortHeader).map(|object| object.id.to_string());
    let ports: Vec<String> = of_peers.chain(of_headers).collect();
    if ports.iter().any(|one| one == port) {
        return Ok(Leg::Port(port.to_owned()));
    }
    let message = format!("there is no port {}", port.escape_debug());
    let diagnostic = Diagnostic::error("no-origin", message);
    Err(match did_you_mean(port, ports.iter().map(String::as_str)) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
        None => diagnostic.help("a port is named as dial-peers and `voice-port` name it, such as 0/0/0:23"),
    })
}

/// A session target, an address, or a system of the spec with its protocol.
fn far_end(text: &str, asked: &Asked) -> Result<(SessionTarget, Option<Protocol>), Diagnostic> {
    if let Some(system) = asked.spec.as_ref().and_then(|spec| spec.system(text))
        && let Some(target) = system.targets.first()
    {
        return Ok((session_target(&target.value), Some(system.protocol.value)));
    }
    match text.parse() {
        Ok(IpAddr::V4(address)) => return Ok((SessionTarget::Ipv4(address, None), None)),
        Ok(IpAddr::V6(address)) => return Ok((SessionTarget::Ipv6(address, None), None)),
        Err(_) => {}
    }
    if let Some((address, port)) = text.split_once(':')
        && let (Ok(address), Ok(port)) = (address.parse(), port.parse())
    {
        return Ok((SessionTarget::Ipv4(address, Some(port)), None));
    }
    let reachable = SessionTarget::parse(text).filter(|target| !matches!(target, SessionTarget::Other(_)));
    reachable.map(|target| (target, None)).ok_or_else(|| unknown_far_end(text, asked.spec.as_ref()))
}

fn unknown_far_end(text: &str, spec: Option<&Spec>) -> Diagnostic {
    let message = format!("`{}` is no address and no session target", text.escape_debug());
    let ids = spec.into_iter().flat_map(|spec| &spec.systems).map(|system| system.id.value.as_str());
    let diagnostic = Diagnostic::error("no-origin", message);
    match did_you_mean(text, ids) {
        Some(meant) => diagnostic.help(format!("did you mean the system `{meant}`?")),
        None => diagnostic.help("192.0.2.1, ipv4:192.0.2.1, ipv6:[2001:db8::1] or dns:host.example"),
    }
}

/// The protocol that a far end speaks, by the dial-peers that lead to it; otherwise H.323 where all peers speak it.
fn spoken(plan: &DialPlan, target: &SessionTarget) -> Protocol {
    let host = Trunk::at(target.clone()).host();
    let peers = || plan.peers.values().filter(|peer| peer.kind == PeerKind::Voip);
    let is_sip = |peer: &DialPeer| {
        peer.settings.text(Command::SessionProtocol).is_some_and(|protocol| protocol.value == "sipv2")
    };
    let own: Vec<_> = peers()
        .filter(|peer| peer.session_target().is_some_and(|one| Trunk::at(one.value.clone()).host() == host))
        .collect();
    let sip =
        if own.is_empty() { peers().next().is_none() || peers().any(is_sip) } else { own.into_iter().any(is_sip) };
    if sip { Protocol::Sip } else { Protocol::H323 }
}
