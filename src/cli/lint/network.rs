//! Which configurations are linted together: the gateways of a network file, and those that lead to each other.

use std::collections::BTreeMap;

use super::input::File;
use super::settings::SettingsFiles;
use crate::diagnostic::{Diagnostic, Report};
use crate::plan::joined;

/// Configurations that are linted together.
#[derive(Debug)]
pub(super) struct Group {
    /// Each with its place among the gateways of the network.
    pub(super) files: Vec<(usize, File)>,
    /// The network file that describes what is around them; where there is none, they are all there is.
    pub(super) network: Option<usize>,
}

/// Sorts configurations into groups.
pub(super) fn groups(files: Vec<File>, settings: &SettingsFiles, report: &mut Report) -> Vec<Group> {
    let mut by_network: BTreeMap<usize, Vec<File>> = BTreeMap::new();
    let mut alone = Vec::new();
    for file in files {
        match settings.network_of(file.settings) {
            Some(network) => by_network.entry(network).or_default().push(file),
            None => alone.push(file),
        }
    }
    let mut groups = joint(alone);
    for (network, files) in by_network {
        groups.extend(described(files, network, settings, report));
    }
    groups
}

/// Those that lead to each other.
fn joint(mut files: Vec<File>) -> Vec<Group> {
    let mut all: Vec<_> = files.iter_mut().map(|file| std::mem::take(&mut file.reach)).collect();
    let sets = joined(&mut all);
    let mut of_file: BTreeMap<usize, usize> = BTreeMap::new();
    for (set, members) in sets.iter().enumerate() {
        of_file.extend(members.iter().map(|member| (*member, set)));
    }
    let mut groups: Vec<Group> = sets.iter().map(|_| Group { files: Vec::new(), network: None }).collect();
    for (index, (mut file, reach)) in files.into_iter().zip(all).enumerate() {
        file.reach = reach;
        if let Some(group) = of_file.get(&index).and_then(|set| groups.get_mut(*set)) {
            group.files.push((group.files.len(), file));
        }
    }
    groups
}

/// The gateways of a network file. One that no `config` names is the gateway without `config`, where there is one such
/// gateway; otherwise it is none of that file, and on its own.
fn described(files: Vec<File>, network: usize, settings: &SettingsFiles, report: &mut Report) -> Vec<Group> {
    let Some(around) = settings.networks.get(network) else { return Vec::new() };
    let (mut members, mut others) = (Vec::new(), Vec::new());
    for file in files {
        match around.gateway_with(&file.path) {
            Some(gateway) => members.push((gateway, file)),
            None => others.push(file),
        }
    }
    let group = |files: Vec<(usize, File)>| Group { files, network: Some(network) };
    let open = match around.open_gateways().as_slice() {
        [open] => Some(*open),
        [] | [_, _, ..] => None,
    };
    let mut groups = Vec::new();
    match open {
        // With one to fill the gap, all are one network; several are as many networks, each with another router there.
        Some(open) if others.len() == 1 => members.extend(others.into_iter().map(|file| (open, file))),
        Some(open) => groups.extend(others.into_iter().map(|file| group(vec![(open, file)]))),
        None => {
            for file in others {
                let message = format!("{} is the configuration of no gateway of {}", file.path, around.path);
                let help = "it is linted on its own; `config` of a gateway names it";
                report.push(Diagnostic::info("no-gateway", message).help(help));
                groups.push(Group { files: vec![(0, file)], network: None });
            }
        }
    }
    if !members.is_empty() {
        groups.push(group(members));
    }
    groups
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::Parser;

    use super::*;
    use crate::cli::args::{Arguments, Command};
    use crate::cli::lint::input::Inputs;

    /// The names of the files of each group, for what the arguments name in a folder of three routers.
    fn grouped(network: Option<&str>) -> Vec<Vec<(usize, String)>> {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        let router = |own: &str, leads: &str| {
            format!(
                "interface Loopback0\n ip address {own} 255.255.255.255\n!\ndial-peer voice 1 voip\n \
                 destination-pattern 1...\n session target ipv4:{leads}\n!\n"
            )
        };
        write("a.cfg", &router("192.0.2.1", "192.0.2.3"));
        write("b.cfg", &router("192.0.2.2", "198.51.100.1"));
        write("c.cfg", &router("192.0.2.3", "198.51.100.1"));
        let mut words = vec!["dialc".to_owned(), "lint".to_owned(), folder.path().to_str().unwrap().to_owned()];
        if let Some(text) = network {
            write("network.yaml", text);
            words.push(format!("--network={}", folder.path().join("network.yaml").display()));
        }
        let Command::Lint(lint) = Arguments::try_parse_from(words).unwrap().command else { panic!("another command") };
        let mut settings = SettingsFiles::given(&lint).unwrap();
        let mut inputs = Inputs::of(&lint);
        settings.find(&mut inputs);
        let (files, mut report) = inputs.read();
        let name = |file: &File| file.path.rsplit('/').next().unwrap().to_owned();
        let groups = groups(files, &settings, &mut report);
        assert!(!report.has_errors(), "{report:?}");
        groups.iter().map(|group| group.files.iter().map(|(at, file)| (*at, name(file))).collect()).collect()
    }

    fn at(gateway: usize, name: &str) -> (usize, String) {
        (gateway, name.to_owned())
    }

    #[test]
    fn routers_that_lead_to_each_other_are_one_group() {
        assert_eq!(grouped(None), [vec![at(0, "a.cfg"), at(1, "c.cfg")], vec![at(0, "b.cfg")]]);
    }

    #[test]
    fn gateways_of_a_network_file_are_one_group() {
        let network = "version: 1\nsystems:\n  lync: { kind: lync }\ngateways:\n  one: { config: c.cfg, connects: { lync: \
                       ipv4:198.51.100.1 } }\n  other: { config: b.cfg, connects: { lync: ipv4:198.51.100.1 } }\n";
        assert_eq!(grouped(Some(network)), [vec![at(0, "a.cfg")], vec![at(1, "b.cfg"), at(0, "c.cfg")]]);
        // Two are named, so the third is the router that is not.
        let open = network.to_owned() + "  third: { connects: { lync: ipv4:198.51.100.1 } }\n";
        assert_eq!(grouped(Some(&open)), [[at(1, "b.cfg"), at(0, "c.cfg"), at(2, "a.cfg")]]);
    }
}
