//! Small projects as users have them: what `dialc check` proves of each, and that the calls it shows do what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use dialc::call::{Call, Case, End, Entry, Profile, Replies, Traveller};
use dialc::model::{DialPlan, Network, Place, Release, read, read_onto};
use dialc::plan::{Against, GatewayPlan, attempt, network_of_file, network_of_spec};
use dialc::source::Source;
use dialc::spec;
use dialc::syntax::commands::Command as Line;
use dialc::syntax::tree::Tree;
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects")
}

/// A project: its folder, what its README says of it, and the arguments of its check.
struct Project {
    name: String,
    readme: String,
    /// What follows `dialc check` in the first example that checks.
    arguments: Vec<String>,
    /// The word behind `verdict: `.
    verdict: String,
    /// What the check prints for programs, and its exit code.
    printed: String,
    code: i32,
}

/// Every project, checked once.
static PROJECTS: LazyLock<Vec<Project>> = LazyLock::new(projects);

/// Those whose calls loop, each with the hops of its call.
fn looping() -> impl Iterator<Item = (&'static Project, Vec<Value>)> {
    let looping = PROJECTS.iter().filter(|project| project.verdict == "loop");
    looping.map(|project| (project, project.checked()["claims"][0]["hops"].as_array().unwrap().clone()))
}

fn projects() -> Vec<Project> {
    let mut names: Vec<String> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() >= 26, "only {} projects", names.len());
    names.into_iter().map(project).collect()
}

fn project(name: String) -> Project {
    let readme = fs::read_to_string(folder().join(&name).join("README.md")).unwrap();
    let verdict = readme.lines().find_map(|line| line.strip_prefix("verdict: "));
    let verdict = verdict.unwrap_or_else(|| panic!("{name}: README.md has no line `verdict: ...`")).to_owned();
    let command = readme.lines().find_map(|line| line.strip_prefix("$ dialc check "));
    let command = command.unwrap_or_else(|| panic!("{name}: README.md shows no check"));
    let arguments = command.split_whitespace().take_while(|word| !word.starts_with("2>"));
    let arguments: Vec<_> = arguments.map(str::to_owned).collect();
    let output = Command::new(assert_cmd::cargo::cargo_bin("dialc"))
        .arg("check")
        .args(&arguments)
        .args(["--format", "json"])
        .current_dir(folder().join(&name))
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    Project { name, readme, arguments, verdict, printed, code: output.status.code().unwrap() }
}

impl Project {
    fn folder(&self) -> PathBuf {
        folder().join(&self.name)
    }

    fn checked(&self) -> Value {
        serde_json::from_str(&self.printed).unwrap_or_else(|_| panic!("{}: {}", self.name, self.printed))
    }
}

#[test]
fn every_project_has_its_verdict() {
    let bless = std::env::var_os("DIALC_BLESS").is_some_and(|value| value == "1");
    for project in PROJECTS.iter() {
        assert_eq!(project.checked()["verdict"], project.verdict, "{}", project.name);
        assert_eq!(project.code, i32::from(project.verdict != "proved"), "{}", project.name);
        let path = project.folder().join("expected.json");
        if bless {
            fs::write(&path, &project.printed).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(project.printed, expected, "{}: DIALC_BLESS=1 writes it anew", project.name);
    }
}

/// A call that loops is shown up to where it is again what it was: the same place, the same number, that leg still open.
#[test]
fn calls_that_loop_come_back_to_what_they_were() {
    let mut count = 0;
    for (project, hops) in looping() {
        count += 1;
        let (last, before) = hops.split_last().unwrap();
        if last["event"].as_str().unwrap().contains("grows on") {
            assert!(last["number"].as_str().unwrap().len() > 32, "{}", project.name);
            continue;
        }
        let again = last["event"].as_str().unwrap().rsplit_once("this is hop ").unwrap().1;
        let first: usize = again.trim_end_matches(" again").parse().unwrap();
        let origin = &before[first - 1];
        assert_eq!((&origin["system"], &origin["number"]), (&last["system"], &last["number"]), "{}", project.name);
        let depth = origin["depth"].as_u64().unwrap();
        assert!(
            before[first..].iter().all(|hop| hop["depth"].as_u64() > Some(depth)),
            "{}: it was closed",
            project.name
        );
        assert_eq!(hops[0]["number"], project.checked()["claims"][0]["witness"], "{}", project.name);
    }
    assert!(count >= 11, "{count} projects loop");
}

#[test]
fn what_breaks_a_loop_is_told_where_it_loops() {
    for (project, _) in looping() {
        assert!(project.readme.contains("what would break it:"), "{}", project.name);
    }
}

impl Project {
    fn read(&self, name: &str) -> Source {
        Source::new(name, fs::read(self.folder().join(name)).unwrap())
    }

    /// What follows an option.
    fn option(&self, name: &str) -> Option<&str> {
        let at = self.arguments.iter().position(|word| word == name)?;
        self.arguments.get(at + 1).map(String::as_str)
    }

    /// The network of a project, put together here.
    fn network(&self) -> Network {
        let no_tables = |_: &str| Err("no tables here".to_owned());
        if let Some(name) = self.option("--network") {
            let file = spec::load_network(&self.read(name), &no_tables).0.unwrap();
            let plan = |gateway: &spec::NetworkGateway| {
                let plan = read(&Tree::parse(&self.read(&gateway.config.as_ref().unwrap().value))).0;
                let release = gateway.release.as_ref().and_then(|release| Release::parse(&release.value));
                GatewayPlan { release, plan }
            };
            let plans = file.gateways.iter().map(plan).collect();
            return network_of_file(&file, plans);
        }
        let source = self.read(&self.arguments[0]);
        let spec = spec::load(&source, &no_tables).0.unwrap();
        let running = self.option("--against").map(|name| self.read(name));
        let tree = running.as_ref().map(Tree::parse);
        let existing = tree.as_ref().map_or_else(DialPlan::default, |tree| read(tree).0);
        let against = running.as_ref().zip(tree.as_ref());
        let against = against.map(|(source, tree)| Against { source, tree, plan: &existing, allow_unjudged: true });
        let planned = attempt(&spec, &source, against).unwrap();
        let release = existing.globals.text(Line::Version).and_then(|line| Release::of_version_line(line.value));
        let merged = read_onto(existing.clone(), &Tree::parse(&Source::new("generated", planned.config))).plan;
        network_of_spec(&spec, merged, Some(release.unwrap_or(planned.release)))
    }
}

fn place(network: &Network, name: &str) -> Place {
    network.places().find(|place| network.name(*place) == name).unwrap_or_else(|| panic!("no {name}"))
}

/// Where a call came from, by what is said of the hop.
fn origin(network: &Network, hop: &Value) -> Option<Place> {
    let event = hop["event"].as_str().unwrap();
    if let Some(name) = event.strip_prefix("comes from ") {
        return Some(place(network, name));
    }
    let (gateway, _) = event.rsplit_once("offered by ")?.1.split_once(" dial-peer ")?;
    Some(place(network, gateway))
}

/// The call of a loop is followed anew, from its first hop: it takes the way that is shown, and does not end.
#[test]
fn calls_that_loop_are_followed_to_where_they_return() {
    for (project, hops) in looping() {
        let network = project.network();
        let traveller =
            Traveller::new(&network, network.gateways.iter().map(|site| Profile::new(site.release.clone())));
        let (to, from) = (place(&network, hops[0]["system"].as_str().unwrap()), origin(&network, &hops[0]).unwrap());
        let Place::Gateway(index) = to else { panic!("{}: the call does not begin at a gateway", project.name) };
        let contact = network.gateways[index].contacts_of(from).next();
        let called = hops[0]["number"].as_str().unwrap().to_owned();
        let mut case = Case::default();
        for hop in hops.iter().filter(|hop| hop["event"].as_str().unwrap().starts_with("the phone is not registered")) {
            case.unregistered = true;
            let Place::System(system) = place(&network, hop["system"].as_str().unwrap()) else { panic!("no system") };
            case.owned.insert((system, traveller.key(hop["number"].as_str().unwrap())));
        }
        let journey = traveller.follow(&Entry { to, from, contact, called, calling: String::new() }, &case);
        assert!(matches!(journey.end, End::Loops | End::Grows), "{}: {:?}", project.name, journey.end);
        let followed: Vec<_> = journey.hops.iter().map(|hop| (network.name(hop.at), hop.number.as_str())).collect();
        let shown: Vec<_> =
            hops.iter().map(|hop| (hop["system"].as_str().unwrap(), hop["number"].as_str().unwrap())).collect();
        assert_eq!(followed, shown, "{}", project.name);
    }
}

/// What a gateway does in a call that loops is what a trace of that gateway alone says, where each dial-peer gets a 404.
#[test]
fn gateways_of_a_loop_do_what_a_trace_says() {
    let mut count = 0;
    for (project, hops) in looping() {
        let network = project.network();
        let traveller =
            Traveller::new(&network, network.gateways.iter().map(|site| Profile::new(site.release.clone())));
        for (at, hop) in hops.iter().enumerate() {
            let Place::Gateway(index) = place(&network, hop["system"].as_str().unwrap()) else { continue };
            let Some(from) = origin(&network, hop) else { continue };
            let site = &network.gateways[index];
            let mut failing = Replies::default();
            failing.add("all=404", &site.plan).unwrap();
            let contact = site.contacts_of(from).next().map(|contact| &site.contacts[contact]);
            let call = Call::to(hop["number"].as_str().unwrap()).on(Traveller::leg(contact));
            let trace = traveller.gateway(index).unwrap().trace(&call, &failing).unwrap();
            let tried: Vec<_> =
                trace.attempts.iter().map(|one| (one.tag.to_string(), one.called.digits.clone())).collect();
            let depth = hop["depth"].as_u64().unwrap();
            let within = hops[at + 1..].iter().take_while(|hop| hop["depth"].as_u64().unwrap() > depth);
            for next in within.filter(|hop| hop["depth"].as_u64() == Some(depth + 1)) {
                let Some((_, tag)) = next["event"].as_str().unwrap().rsplit_once(" dial-peer ") else { continue };
                let shown = (tag.to_owned(), next["number"].as_str().unwrap().to_owned());
                assert!(tried.contains(&shown), "{}: {shown:?} of {tried:?}", project.name);
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count} offers");
}

fn of_name(name: &str) -> Value {
    PROJECTS.iter().find(|project| project.name == name).unwrap().checked()
}

/// Two ways to break a loop behind the last system: one keeps the order of the systems, the other does not.
#[test]
fn what_breaks_a_loop_is_told_with_what_it_costs() {
    let order = "main: every DID is offered to ocs, then to cucm";
    let checked = of_name("hunting-onto-the-way-out");
    let costs = |change: &str| {
        let cures = checked["claims"][0]["cures"].as_array().unwrap();
        let cure = cures.iter().find(|cure| cure["change"] == change).unwrap_or_else(|| panic!("no {change}"));
        cure["costs"].as_array().unwrap().iter().map(|cost| cost.as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(costs("dial-peer voice 5552 voip\n huntstop"), [""; 0]);
    assert_eq!(costs("no voice hunt unassigned-number"), [order]);
    // Where nobody asks for an order, the one that there is counts.
    let cures = of_name("internal-not-confined")["claims"][0]["cures"].clone();
    let hunt =
        cures.as_array().unwrap().iter().find(|cure| cure["change"] == "no voice hunt unassigned-number").unwrap();
    assert_eq!(hunt["costs"][0], "isr-1: every DID is offered to ocs, then to cucm");
    // What was typed to break the loop: it is gone, and so is the order.
    let checked = of_name("hunting-that-stops");
    let verdict = |text: &str| {
        let claims = checked["claims"].as_array().unwrap();
        claims.iter().find(|claim| claim["claim"] == text).unwrap()["verdict"].clone()
    };
    assert_eq!((verdict("no call loops"), verdict(order)), ("proved".into(), "violated".into()));
}
