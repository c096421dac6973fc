//! The arguments of the command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::lint::Date;

/// Compiles a spec of shared DIDs into the Cisco IOS dial plan of a gateway.
#[derive(Debug, Parser)]
#[command(name = "dialc", version, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "Exit codes: 0 clean; 1 differences or a refusal; 2 invalid input or usage.")]
pub(super) struct Arguments {
    /// When to colour what is said on standard error, and findings.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a commented starter spec.
    Init(Init),
    /// Turn a DID-sharing spec into IOS configuration, proved for every shared number.
    Generate(Generate),
    /// Prove, over all numbers, that no call loops and that every shared DID reaches its systems.
    Check(Box<Check>),
    /// Find the faults of running-configs.
    Lint(Box<Lint>),
    /// Say what a change does: which objects differ, which numbers are treated otherwise, which lines are others.
    Diff(Box<Diff>),
    /// Say what a rule of lint finds, why that is bad, and what to write instead.
    Explain(Explain),
    /// Say what is in running-configs, and what dialc makes of each line of them.
    Inventory(Inventory),
    /// Say what a table of translation rules makes of a number, as `test voice translation-rule` does on a router.
    Translate(Translate),
    /// Follow one call through a gateway, step by step.
    Trace(Box<Trace>),
    /// Print the JSON Schema of the spec.
    Schema {
        /// Print that of the network file instead.
        #[arg(long)]
        network: bool,
    },
    /// Print shell completions.
    Completions {
        /// The shell to complete for.
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual in roff.
    Man,
}

/// Arguments of `dialc init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Which example to start from.
    #[arg(long, value_enum, default_value_t = Example::Seed)]
    pub(super) example: Example,
    /// Where to write it; standard output where absent or `-`. An existing file is never overwritten.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<String>,
}

/// The starter specs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Example {
    /// OCS over SIP first, CUCM over H.323 second, a PRI that delivers 11 digits.
    Seed,
    /// Lync Server first, CUCM second.
    Lync,
    /// Skype for Business Server first, CUCM second.
    SkypeForBusiness,
    /// Teams Direct Routing with its three proxies, a SIP trunk that delivers +E.164, pattern maps.
    Teams,
    /// OCS first, CUCM over a SIP trunk second.
    CucmSip,
}

/// Arguments of `dialc generate`.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// The spec; `-` for standard input.
    #[arg(value_name = "SPEC")]
    pub(super) spec: String,
    /// Write the configuration to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<String>,
    /// A running-config to add to: keep clear of its tags, rule numbers and names, take over what is already equal, and
    /// refuse where it defeats the plan. What the plan no longer has is not removed.
    #[arg(long, value_name = "CONFIG")]
    pub(super) against: Option<String>,
    /// Go on where dialc cannot judge what the running-config does to the plan; it still says so.
    #[arg(long, requires = "against")]
    pub(super) allow_unjudged: bool,
    /// Write the configuration although something of it is not proved; its first line then says so.
    #[arg(long)]
    pub(super) allow_unproved: bool,
    /// Write nothing; exit 1 and show the difference if FILE is not what would be written, byte for byte. Not with
    /// --output or --checklist.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["output", "checklist"])]
    pub(super) check: Option<String>,
    /// Also write a checklist (Markdown) of what must hold on the other systems.
    #[arg(long, value_name = "FILE")]
    pub(super) checklist: Option<String>,
}

/// Arguments of `dialc check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// A spec (`.yaml`, `.yml`), a running-config, a capture or a fragment of one; `-` for standard input.
    #[arg(value_name = "PLAN")]
    pub(super) plan: String,
    /// What is around the gateway: its systems, other gateways, and what each sends where (YAML). Without it, the systems of
    /// a spec; the targets of a running-config are taken to answer or to reject with 404.
    #[arg(long, value_name = "FILE")]
    pub(super) network: Option<String>,
    /// A running-config that the plan of a spec is added to: both together are checked, and that the other numbers of the
    /// running-config are treated as before.
    #[arg(long, value_name = "CONFIG")]
    pub(super) against: Option<String>,
    /// How to print it; text, or under GitHub Actions its annotations.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<CheckFormat>,
    /// Also draw which numbers go which way: FILE.mmd (Mermaid) or FILE.dot (Graphviz); `-` prints the Mermaid text only.
    #[arg(long, value_name = "FILE")]
    pub(super) graph: Option<String>,
    #[command(flatten)]
    pub(super) assumed: Assumed,
}

/// How a check is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// For people.
    Text,
    /// For programs; docs/schemas describes it.
    Json,
    /// For test reports: JUnit XML.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
}

/// Arguments of `dialc lint`.
#[derive(Debug, Args)]
#[command(after_help = LINT_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(super) struct Lint {
    /// Running-configs, captures or fragments of them; `-` for standard input. Folders are searched for files.
    #[arg(value_name = "CONFIG", required_unless_present = "list")]
    pub(super) configs: Vec<String>,
    /// What standard input is called, as if it were the file at this path: in what is printed, for its settings, and for
    /// what they ignore in some files.
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_name: Option<String>,
    /// Look for these only: codes of rules, or topics (loops, sharing, dial-peers, translation, references, safety,
    /// reading).
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Do not look for these: codes of rules, or topics.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// How much the findings of a rule matter: error, warning, info, or off. Can be given several times.
    #[arg(long, value_name = "CODE=LEVEL", value_delimiter = ',')]
    pub(super) severity: Vec<String>,
    /// Leave out findings that matter less.
    #[arg(long, value_enum, default_value_t = Least::Info, value_name = "LEVEL")]
    pub(super) min_severity: Least,
    /// Print how many findings there are of each rule instead of the findings.
    #[arg(long)]
    pub(super) statistics: bool,
    /// How to print it; full, or under GitHub Actions its annotations.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<LintFormat>,
    /// Exit 0 whatever is found. What cannot be read is 2 all the same.
    #[arg(long)]
    pub(super) exit_zero: bool,
    /// Leave out the findings that this file knows, so that only new ones count. It says too of which of them less is found
    /// than it knows.
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub(super) baseline: Option<String>,
    /// Write what is found to this file, for `--baseline`. Of a baseline that is there, it keeps what is known of files that
    /// are not linted now, and of rules that are not looked at. Findings about emergency calls are never written.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["list", "baseline"])]
    pub(super) write_baseline: Option<String>,
    /// Show what is allowed too: in `full` and `concise` as a line each, in JSON as `allowed`, in SARIF as suppressed results.
    #[arg(long, conflicts_with_all = ["list", "statistics"])]
    pub(super) show_allowed: bool,
    /// The day on which entries of `[[allow]]` with `until` are judged, such as 2027-03-31; otherwise that of the clock, in UTC.
    #[arg(long, value_name = "DATE")]
    pub(super) today: Option<Date>,
    #[command(flatten)]
    pub(super) fixing: Fixing,
    /// List the rules that the options choose, and lint nothing.
    #[arg(long)]
    pub(super) list: bool,
    /// What is around the gateways: systems, other gateways, and what each sends where (YAML). Without it, configurations
    /// that lead to an address of another one's interface are linted together.
    #[arg(long, value_name = "FILE")]
    pub(super) network: Option<String>,
    /// The settings; without it, the `dialc.toml` that is nearest above each configuration.
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<String>,
    #[command(flatten)]
    pub(super) assumed: Assumed,
}

/// What is to be done with the commands that take findings away.
#[derive(Debug, Args)]
pub(super) struct Fixing {
    /// Write the IOS commands that take findings away to this file, to be pasted into the router: those that change no number,
    /// read on top of the configuration and linted again first. Only for one configuration; `-` prints them instead of the
    /// findings.
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub(super) fix_commands: Option<String>,
    /// Also write commands that change how numbers are treated; the script says which.
    #[arg(long, requires = "fix_commands")]
    pub(super) unsafe_fixes: bool,
}

const LINT_HELP: &str = "\
In folders, files that are no configurations are passed over, such as README.md or dialc.toml. A file called *.cfg, *.conf, \
*.config or *.ios that is none is an error, and so are a text in UTF-16 and a folder without any configuration.

Options come before the settings in dialc.toml. A rule that --select names by its code is looked at whatever the settings \
ignore. Rules about emergency calls cannot be ignored.

Exit codes: 0 no finding of level warning or error; 1 there are some; 2 something could not be read or linted.";

/// The least that a finding has to matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Least {
    /// Everything.
    Info,
    /// What is probably not meant, and what is wrong.
    Warning,
    /// What is wrong.
    Error,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LintFormat {
    /// For people: each finding with the lines that it is about.
    Full,
    /// A line each.
    Concise,
    /// For programs; docs/schemas describes it.
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// For test reports: JUnit XML.
    Junit,
}

/// Arguments of `dialc diff`.
#[derive(Debug, Args)]
#[command(after_help = DIFF_HELP)]
pub(super) struct Diff {
    /// What was: a running-config, a capture or a fragment of one, or a spec (`.yaml`, `.yml`), which is planned first.
    /// `git:REF:PATH` is a file as it is in a commit, `-` standard input.
    #[arg(value_name = "OLD")]
    pub(super) old: String,
    /// What comes, likewise.
    #[arg(value_name = "NEW")]
    pub(super) new: String,
    /// Compare these layers only; without it, objects and behaviour. Can be given several times.
    #[arg(long, value_enum, value_name = "LAYER", value_delimiter = ',')]
    pub(super) only: Vec<Layer>,
    /// What is around the gateway: its systems, other gateways, and what each sends where (YAML). Then it is looked at too
    /// whether calls loop.
    #[arg(long, value_name = "FILE")]
    pub(super) network: Option<String>,
    /// Compare a spec with all that a running-config has; without it, with what the spec writes.
    #[arg(long)]
    pub(super) whole: bool,
    /// Exit 1 only where numbers change in one of these ways: lost, rerouted and so on. Can be given several times.
    #[arg(long, value_name = "CLASS", value_delimiter = ',')]
    pub(super) fail_on: Vec<String>,
    /// Write the commands that turn OLD into NEW to FILE, in an order in which no call is lost on the way. They are read on top of
    /// OLD and must give NEW; after each command the calls are looked at.
    #[arg(long, value_name = "FILE")]
    pub(super) apply: Option<String>,
    /// Write the commands that turn NEW back into OLD to FILE, likewise.
    #[arg(long, value_name = "FILE")]
    pub(super) rollback: Option<String>,
    /// Print no difference, but judge the commands in FILE one by one, from OLD to NEW: which numbers have no route on the way, which
    /// take a way that is neither the old nor the new, and whether NEW is reached.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["only", "network", "fail_on", "apply", "rollback"])]
    pub(super) check_script: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = DiffFormat::Text, value_name = "FORMAT")]
    pub(super) format: DiffFormat,
    #[command(flatten)]
    pub(super) assumed: Assumed,
}

const DIFF_HELP: &str = "\
A path in a commit is read with the git command: from the top of the repository, or with `./` in front from this folder. \
Without REF (`git::PATH`) it is what is staged.

Exit codes: 0 nothing differs; 1 something differs, or could not be compared; 2 a side cannot be read or is not valid. \
With --check-script: 0 nothing is to be said against the script; 1 something is; 2 as before.";

/// What of two plans is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Layer {
    /// Dial-peers, translation rules and so on, setting by setting.
    Objects,
    /// What happens to each number.
    Behaviour,
    /// The lines of the configuration.
    Text,
}

/// How a difference is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people.
    Text,
    /// For programs; docs/schemas describes it.
    Json,
    /// For a comment on a pull request; with the lines that differ.
    Markdown,
    /// Annotations of GitHub Actions.
    Github,
}

/// Arguments of `dialc explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code of a rule; without it, all rules are listed by topic.
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

/// Arguments of `dialc inventory`.
#[derive(Debug, Args)]
pub(super) struct Inventory {
    /// Running-configs, captures or fragments of them; `-` for standard input. Folders are searched for files.
    #[arg(value_name = "CONFIG", required = true)]
    pub(super) configs: Vec<String>,
    /// Also list the lines in this state, with their places. Can be given several times.
    #[arg(long, value_enum, value_name = "STATE", value_delimiter = ',')]
    pub(super) list: Vec<Listed>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) format: Format,
}

/// Arguments of `dialc translate`.
#[derive(Debug, Args)]
pub(super) struct Translate {
    /// A running-config, a capture or a fragment of one; `-` for standard input.
    #[arg(value_name = "CONFIG")]
    pub(super) config: String,
    /// The number of a `voice translation-rule`.
    #[arg(value_name = "RULE")]
    pub(super) rule: String,
    /// The number to translate, of 0-9, A-F, `*`, `#`, `+` and `-`; `""` is the empty number. `-` for numbers on standard
    /// input, one a line.
    #[arg(value_name = "NUMBER")]
    pub(super) number: String,
    /// The type of the number: abbreviated, international, national, network, reserved, subscriber or unknown.
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) number_type: Option<String>,
    /// The numbering plan: data, ermes, isdn, national, private, reserved, telex or unknown.
    #[arg(long, value_name = "PLAN")]
    pub(super) plan: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) assumed: Assumed,
}

/// Arguments of `dialc trace`.
#[derive(Debug, Args)]
pub(super) struct Trace {
    /// A running-config, a capture or a fragment of one, or a spec (`.yaml`, `.yml`); `-` for standard input.
    #[arg(value_name = "PLAN")]
    pub(super) plan: String,
    /// The number that is called.
    #[arg(value_name = "NUMBER", allow_hyphen_values = true)]
    pub(super) number: String,
    /// The number that calls; where absent, the call tells none.
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    pub(super) calling: Option<String>,
    /// Where the call comes from: the TAG of its inbound dial-peer, `pstn`, `port:PORT`, `trunk:TARGET` (a session target,
    /// an address, or a system of the spec), `sip:TARGET`, `h323:TARGET`, or `phone` for a SIP phone of this router.
    /// Without it, the call comes in on a leg that applies nothing and matches no inbound dial-peer.
    #[arg(long, value_name = "FROM")]
    pub(super) inbound: Option<String>,
    /// The digits arrive one by one: the first match is taken.
    #[arg(long)]
    pub(super) overlap: bool,
    /// What a dial-peer answers: a SIP status, `cause:N`, a keyword of `voice hunt`, or `answer`. TAG can be `all`, or
    /// TAG@ADDRESS for one server of a server group. Without it, a peer answers the call. Can be given several times.
    #[arg(long, value_name = "TAG=STATUS")]
    pub(super) reply: Vec<String>,
    /// A URI of the call that comes in: via, request, to, from, diversion, referred-by, called or calling. Can be given
    /// several times.
    #[arg(long, value_name = "KIND=URI")]
    pub(super) uri: Vec<String>,
    /// The type of the called number, such as `national`.
    #[arg(long = "type", value_name = "TYPE")]
    pub(super) number_type: Option<String>,
    /// The numbering plan of the called number, such as `isdn`.
    #[arg(long = "plan", value_name = "PLAN", id = "number_plan")]
    pub(super) number_plan: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) format: Format,
    #[command(flatten)]
    pub(super) assumed: Assumed,
}

/// What is taken for granted of the router that a question is about.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Assumed {
    /// Where documents disagree or are silent, assume VALUE. Can be given several times.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) assume: Vec<String>,
    /// The release of the router, such as `15.2(4)M`; where absent, what the `version` line of the configuration says.
    #[arg(long, value_name = "RELEASE")]
    pub(super) release: Option<String>,
}

/// States of lines that are worth a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Listed {
    /// Lines that change routing and that dialc does not understand.
    Unsupported,
    /// Known commands with arguments that IOS would refuse.
    Malformed,
    /// Lines of voice blocks that dialc does not know.
    Unknown,
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs; docs/schemas describes it.
    Json,
}
