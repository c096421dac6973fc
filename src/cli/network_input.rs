//! Reading a network file, with the tables and configurations that it names.

use std::path::Path;

use super::args::Assumed;
use super::question::{Asked, profile_for};
use crate::call::Profile;
use crate::diagnostic::{Diagnostic, Report};
use crate::files;
use crate::model::{Network, Release};
use crate::plan::{GatewayPlan, network_of_file, unread_routes};
use crate::source::Source;
use crate::spec::{self, NetworkFile};

/// A network file that was read.
#[derive(Debug)]
pub(super) struct Around {
    pub(super) source: Source,
    pub(super) file: NetworkFile,
    pub(super) path: String,
}

impl Around {
    /// Reads the network file at `path`.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(super) fn load(path: &str) -> Result<Self, Report> {
        let source = files::read(path)?;
        let folder = Path::new(source.name()).parent().map(Path::to_path_buf).unwrap_or_default();
        let read = |table: &str| {
            let path = folder.join(table).to_string_lossy().into_owned();
            files::read(&path).map_err(|diagnostic| diagnostic.message)
        };
        let (file, mut report) = spec::load_network(&source, &read);
        if let Some(file) = &file {
            report.extend(unread_routes(&file.systems, &source));
        }
        match file {
            Some(file) if !report.has_errors() => Ok(Self { source, file, path: path.to_owned() }),
            Some(_) | None => Err(report),
        }
    }

    /// The gateway whose `config` is the file at `path`.
    pub(super) fn gateway_with(&self, path: &str) -> Option<usize> {
        let is_own = |gateway: &spec::NetworkGateway| {
            gateway.config.as_ref().is_some_and(|config| files::are_same(&self.path_of(&config.value), path))
        };
        self.file.gateways.iter().position(is_own)
    }

    /// The gateways without `config`.
    pub(super) fn open_gateways(&self) -> Vec<usize> {
        let all = self.file.gateways.iter().enumerate();
        all.filter(|(_, gateway)| gateway.config.is_none()).map(|(index, _)| index).collect()
    }

    /// The path of a file that is named in this one.
    fn path_of(&self, file: &str) -> String {
        let folder = Path::new(&self.path).parent().map(Path::to_path_buf).unwrap_or_default();
        folder.join(file).to_string_lossy().into_owned()
    }

    /// The release that the file tells of a gateway.
    fn release_of(gateway: &spec::NetworkGateway) -> Option<Release> {
        gateway.release.as_ref().and_then(|release| Release::of_version_line(&release.value))
    }

    /// The network, in which some gateways run plans that were read already; those of the others are read now.
    ///
    /// # Errors
    /// A gateway has neither, or its configuration cannot be read.
    pub(super) fn network(
        &self,
        own: Vec<(usize, GatewayPlan)>,
        assumed: &Assumed,
        remarks: &mut Report,
    ) -> Result<Network, Report> {
        let mut report = Report::new();
        let mut plans = Vec::new();
        let mut own: std::collections::BTreeMap<usize, GatewayPlan> = own.into_iter().collect();
        for (index, gateway) in self.file.gateways.iter().enumerate() {
            if let Some(read) = own.remove(&index) {
                plans.push(GatewayPlan { release: Self::release_of(gateway).or(read.release), ..read });
                continue;
            }
            let Some(config) = &gateway.config else {
                let message = format!("what {} runs is not told", gateway.id.value);
                let label = "needs `config`";
                report.push(Diagnostic::error("no-config", message).at(&self.source, gateway.id.span, label));
                continue;
            };
            match Asked::load(&self.path_of(&config.value), assumed) {
                Ok(asked) => {
                    let release = Self::release_of(gateway).or_else(|| asked.profile.release().cloned());
                    remarks.extend(asked.remarks);
                    plans.push(GatewayPlan { plan: asked.reading.plan, release });
                }
                Err(faults) => report.extend(faults),
            }
        }
        if report.has_errors() { Err(report) } else { Ok(network_of_file(&self.file, plans)) }
    }
}

/// What is assumed of the router of each gateway.
///
/// # Errors
/// All that is wrong with what is assumed.
pub(super) fn profiles(network: &Network, assumed: &Assumed) -> Result<Vec<Profile>, Report> {
    network.gateways.iter().map(|site| profile_for(assumed, site.release.clone())).collect()
}
