#!/usr/bin/env python3
"""Compares how long dialc takes to read and to lint an IOS configuration with how long two parsers for Python read it.

usage: peers.py FILE             a configuration that is there
       peers.py --peers N        one of N dial-peers, the same for each N
       peers.py --install ...    first install the two parsers, each into an environment of its own (they conflict)
       peers.py --changes N      no comparison: how long dialc takes to compare configurations of N dial-peers
       peers.py --files N        no comparison: how long dialc takes to lint N configurations of 100 KB each

dialc is timed as a process, `target/release/dialc inventory FILE` and `dialc lint FILE` with all rules, from start to exit (best
of 5). The parsers are timed inside a Python that runs already and has the text in memory (best of 3), which favours them. They
only parse; nothing is looked for in what they read.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "dialc-peers"

# Name, what pip installs, and the statement that reads `text`.
PARSERS = [
    (
        "hier_config",
        "hier_config==3.7.1",
        "from hier_config import Platform, get_hconfig",
        "get_hconfig(Platform.CISCO_IOS, text)",
    ),
    (
        "ciscoconfparse2",
        "ciscoconfparse2==0.9.18",
        "from ciscoconfparse2 import CiscoConfParse",
        "CiscoConfParse(text.splitlines(), syntax='ios')",
    ),
]

# Runs in the environment of a parser: prints the seconds of each of three readings.
TIMING = """
import sys, time
{imported}
text = open(sys.argv[1], encoding="utf-8").read()
for _ in range(3):
    start = time.perf_counter()
    {statement}
    print(time.perf_counter() - start)
"""


def generated(peers: int) -> str:
    """A voice-heavy running-config: pairs of dial-peers, and for every ten of them a translation table and profile."""
    lines = ["version 15.7", "hostname gateway", "!", "voice service voip", " ip address trusted list",
             "  ipv4 192.0.2.0 255.255.255.0", " allow-connections sip to sip", " sip", "  early-offer forced", "!"]
    for table in range(1, max(1, peers // 10) + 1):
        lines.append(f"voice translation-rule {table}")
        for rule in range(1, table % 15 + 2):
            block = 200_000 + (table * 7919 + rule * 104_729) % 800_000
            lines.append(f" rule {rule} /^1\\({block}....\\)$/ /+1\\1/")
        lines += ["!", f"voice translation-profile to-{table}", f" translate called {table}", "!"]
    for number in range(1, peers // 20 + 1):
        lines += [f"interface GigabitEthernet0/0.{number}", f" encapsulation dot1Q {number}",
                  f" ip address 10.{number // 250 % 250}.{number % 250}.1 255.255.255.0", "!"]
    for number in range(peers):
        block, choice = divmod(number, 2)
        # Multiplying by a number without common factor with the modulus gives every block once, in no order.
        area = 200_000 + block * 7919 % 799_999
        lines += [f"dial-peer voice {10_000 + block * 10 + choice} voip",
                  f" description to {('OCS', 'CUCM')[choice]}, block {block}", f" preference {choice + 1}"]
        if choice == 0:
            lines.append(f" translation-profile outgoing to-{block % max(1, peers // 10) + 1}")
        lines += [f" destination-pattern 1{area}{('....', '[0-4]...', '5[2-7]..')[block % 3]}",
                  " session protocol sipv2", f" session target ipv4:192.0.2.{10 + 10 * choice + block % 40}",
                  " session transport tcp", " voice-class codec 1",
                  " voice-class sip bind control source-interface GigabitEthernet0/0.1",
                  " voice-class sip bind media source-interface GigabitEthernet0/0.1",
                  " dtmf-relay rtp-nte sip-kpml", " fax rate disable", " ip qos dscp cs3 signaling", " no vad", "!"]
    lines += ["dial-peer voice 9000 pots", " destination-pattern 9T", " port 0/0/0:23", "!", "end", ""]
    return "\n".join(lines)


def install() -> None:
    for name, package, _, _ in PARSERS:
        folder = CACHE / name
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", package], check=True)


def time_dialc(command: list[str], where: Path) -> float | str:
    """Seconds, or why there are none."""
    program = ROOT / "target/release/dialc"
    if not program.exists():
        return "not built: cargo build --release"
    times = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run([program, *command, where], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        times.append(time.perf_counter() - start)
        # 1 stands for faults in the configuration, 2 for a run that failed.
        if done.returncode not in (0, 1):
            return "failed: " + (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[0]
    return min(times)


def memory_of_dialc(command: list[str], where: Path) -> float:
    """The most memory that a run takes, in bytes. Linux counts it in KiB, macOS in bytes."""
    process = subprocess.Popen([ROOT / "target/release/dialc", *command, where], stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def time_parser(name: str, imported: str, statement: str, file: Path) -> float | str:
    """Seconds, or why there are none."""
    python = CACHE / name / "bin/python"
    if not python.exists():
        return "missing: peers.py --install"
    script = TIMING.format(imported=imported, statement=statement)
    done = subprocess.run([python, "-c", script, file], capture_output=True, text=True)
    if done.returncode != 0:
        return "failed: " + (done.stderr.strip().splitlines() or ["no message"])[-1]
    return min(float(line) for line in done.stdout.splitlines()[-3:])


def compare(file: Path) -> None:
    content = file.read_bytes()
    lines, megabytes = content.count(b"\n"), len(content) / 1e6
    print(f"{lines} lines, {megabytes:.1f} MB")
    results = [("dialc lint", time_dialc(["lint", "--format", "concise"], file)),
               ("dialc inventory", time_dialc(["inventory"], file))]
    results += [(name, time_parser(name, imported, statement, file)) for name, _, imported, statement in PARSERS]
    base = results[0][1]
    print(f"{'tool':<16}{'seconds':>10}{'lines/s':>12}{'MB/s':>9}{'times slower':>14}")
    for name, seconds in results:
        if isinstance(seconds, str):
            print(f"{name:<16}{seconds}")
            continue
        slower = f"{seconds / base:.1f}" if isinstance(base, float) else "-"
        print(f"{name:<16}{seconds:>10.3f}{lines / seconds:>12.0f}{megabytes / seconds:>9.2f}{slower:>14}")
    if isinstance(base, float):
        memory = memory_of_dialc(["inventory"], file)
        print(f"memory of dialc inventory: {memory / 1e6:.0f} MB, {memory / len(content):.1f} times the file")


def many(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = generated(205)
        for number in range(count):
            # No two are the same.
            changed = text.replace("192.0.2.", f"10.{number // 250}.{number % 250}.")
            (Path(folder) / f"gateway-{number}.cfg").write_text(changed, encoding="utf-8")
        seconds = time_dialc(["lint", "--format", "concise"], Path(folder))
        print(f"{count} configurations of {len(text) / 1e3:.0f} KB: " +
              (seconds if isinstance(seconds, str) else f"{seconds:.2f} s"))


def changes(peers: int) -> None:
    """No change, another target for every dial-peer, and a change of a hundred objects with its script and the way back."""
    text = generated(peers)
    blocks = text.split("\n!\n")
    tables = [at for at, block in enumerate(blocks) if block.startswith("voice translation-rule")]
    voip = [at for at, block in enumerate(blocks) if block.startswith("dial-peer voice") and " voip" in block]
    some = list(blocks)
    for at in tables[::max(1, len(tables) // 20)][:20]:
        some[at] = some[at].replace("/+1\\1/", "/+01\\1/", 1)
    step = max(1, len(voip) // 80)
    for at in voip[::step][:40]:
        some[at] = some[at].replace("192.0.2.", "192.0.3.")
    for at in voip[step // 2::step][:20]:
        some[at] = ""
    new = [blocks[at].replace("voice 1", "voice 9").replace("pattern 1", "pattern 9") for at in voip[::step][40:60]]
    hundred = "\n!\n".join(some[:-1] + new + some[-1:])
    with tempfile.TemporaryDirectory() as folder:
        old, every, few = (Path(folder) / name for name in ("old.cfg", "every.cfg", "few.cfg"))
        for file, content in ((old, text), (every, text.replace("target ipv4:192.0.2.", "target ipv4:192.0.3.")), (few, hundred)):
            file.write_text(content, encoding="utf-8")
        script = ["--apply", f"{folder}/apply.txt", "--rollback", f"{folder}/rollback.txt"]
        for name, arguments, file in (("equal", [], old), ("every target", [], every), ("100 objects", [], few),
                                      ("100 objects, both scripts", script, few)):
            seconds = time_dialc(["diff", "--release", "15.7(3)M", *arguments, str(old)], file)
            print(f"{name:<28}" + (seconds if isinstance(seconds, str) else f"{seconds:.2f} s"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, help="a configuration")
    parser.add_argument("--peers", type=int, metavar="N", help="compare on a configuration of N dial-peers")
    parser.add_argument("--files", type=int, metavar="N", help="time dialc on N configurations at once")
    parser.add_argument("--changes", type=int, metavar="N", help="time dialc on changes of N dial-peers")
    parser.add_argument("--install", action="store_true", help="install the two parsers first")
    arguments = parser.parse_args()
    if arguments.install:
        install()
    if arguments.file:
        compare(arguments.file)
    elif arguments.peers:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "generated.cfg"
            file.write_text(generated(arguments.peers), encoding="utf-8")
            compare(file)
    elif arguments.files:
        many(arguments.files)
    elif arguments.changes:
        changes(arguments.changes)
    elif not arguments.install:
        parser.error("give a FILE, --peers N, --changes N or --files N")


main()
