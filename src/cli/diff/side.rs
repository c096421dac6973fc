//! One of the two plans that are compared.

use crate::call::Profile;
use crate::cli::args::Diff as Arguments;
use crate::cli::check::{network_around, stem};
use crate::cli::network_input::{Around, profiles};
use crate::cli::question::{Asked, configuration};
use crate::cli::spec_input::is_spec;
use crate::diagnostic::Report;
use crate::files::{self, InCommit};
use crate::model::{DialPlan, Network};
use crate::plan::{GatewayPlan, network_of_config, network_of_spec};
use crate::source::Source;
use crate::syntax::secrets::secrets;
use crate::syntax::tree::Tree;

/// A plan that was read.
pub(super) struct Side {
    pub(super) asked: Asked,
    /// Whether it was planned from a spec.
    pub(super) is_spec: bool,
}

impl Side {
    /// Reads the running-config or spec at `path`, which may be that of a file in a commit.
    ///
    /// # Errors
    /// It cannot be read, or is not valid.
    pub(super) fn load(path: &str, arguments: &Arguments) -> Result<Self, Report> {
        let in_commit = InCommit::named(path).transpose()?;
        let is_spec = is_spec(path);
        let asked = if is_spec {
            let written = match in_commit {
                Some(file) => file.read(|_| Vec::new())?,
                None => files::read(path)?,
            };
            Asked::of_spec(&written, &arguments.assumed)?
        } else {
            let source = match in_commit {
                Some(file) => file.read(secrets)?,
                None => files::read_hiding(path, secrets)?,
            };
            // Nothing yet, or nothing any more, is a plan too.
            let tree = if is_blank(&source) { Tree::parse(&source) } else { configuration(&source)? };
            Asked::of_config(source, &tree, &arguments.assumed)?
        };
        Ok(Self { asked, is_spec })
    }

    /// Whether this is the same plan of the same router, with its dial-peers in the same order, and nothing is told of the
    /// systems around: then there is nothing to compare.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let (one, two) = (&self.asked.reading.plan, &other.asked.reading.plan);
        let places = |plan: &DialPlan| plan.peers.values().map(|peer| (peer.order, peer.tag)).collect::<Vec<_>>();
        let specs = self.is_spec || other.is_spec;
        !specs && one == two && self.asked.profile == other.asked.profile && places(one) == places(two)
    }

    /// What its spec says of its gateway and systems, where it is planned from one.
    pub(super) fn network_of_its_spec(&self) -> Option<Network> {
        let (plan, release) = (self.asked.reading.plan.clone(), self.asked.profile.release().cloned());
        self.asked.spec.as_ref().map(|spec| network_of_spec(spec, plan, release))
    }

    /// The plan in the network around it, which begins with its gateway, and what is assumed of each gateway.
    ///
    /// # Errors
    /// What is wrong with the network file, or with what is assumed.
    pub(super) fn network(
        &self,
        path: &str,
        arguments: &Arguments,
        remarks: &mut Report,
    ) -> Result<(Network, Vec<Profile>), Report> {
        let (plan, release) = (self.asked.reading.plan.clone(), self.asked.profile.release().cloned());
        let network = match (&arguments.network, &self.asked.spec) {
            (Some(file), _) => {
                let paths = [arguments.new.as_str(), &arguments.old];
                let own = GatewayPlan { plan, release };
                network_around(&paths, &arguments.assumed, Around::load(file)?, own, remarks)?
            }
            (None, Some(spec)) => network_of_spec(spec, plan, release),
            (None, None) => network_of_config(stem(path), plan, release),
        };
        let profiles = profiles(&network, &arguments.assumed)?;
        Ok((network, profiles))
    }
}

/// Whether a text has nothing but comments.
fn is_blank(source: &Source) -> bool {
    let says_nothing = |line: &str| line.trim().is_empty() || line.starts_with('!');
    source.text().is_ok_and(|text| text.lines().all(says_nothing))
}
