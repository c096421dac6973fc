"""Draws what `cargo bench --bench check` measures: the time of a proof by number of dial-peers, as SVG.

    cargo bench --bench check > figures.txt
    python3 benches/check_plot.py figures.txt > docs/proofs-parts.svg

The figures are medians. Both axes are logarithmic; the exponent of the growth from the fewest to the most dial-peers
stands beside each line.
"""

import math
import re
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 520, 300, 60, 110, 20, 40
LEAST, MOST = 0.005, 2.0
COLOURS = {"acyclic": "#1f77b4", "cyclic": "#d62728", "routed": "#2ca02c"}


def figures(text):
    found = {}
    median = r"^(\w+)/(\d+)\s+time:\s+\[\S+ \S+ (\S+) (\S+)"
    for name, peers, time, unit in re.findall(median, text, re.M):
        found.setdefault(name, {})[int(peers)] = float(time) * {"s": 1, "ms": 1e-3, "µs": 1e-6}[unit]
    return found


def main():
    found = figures(open(sys.argv[1], encoding="utf-8").read())
    sizes = sorted({peers for series in found.values() for peers in series})
    span = math.log(sizes[-1] / sizes[0])

    def x(peers):
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(peers / sizes[0]) / span

    def y(seconds):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * math.log(seconds / LEAST) / math.log(MOST / LEAST)

    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" '
             f'font-size="12">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for seconds in (0.01, 0.1, 1):
        lines.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(seconds):.0f}" y2="{y(seconds):.0f}" stroke="#ddd"/>'
                     f'<text x="{LEFT - 8}" y="{y(seconds) + 4:.0f}" text-anchor="end">{seconds} s</text>')
    for peers in sizes:
        lines.append(f'<text x="{x(peers):.0f}" y="{HEIGHT - 22}" text-anchor="middle">{peers:,}</text>')
    for name, series in found.items():
        points = " ".join(f"{x(peers):.0f},{y(seconds):.0f}" for peers, seconds in sorted(series.items()))
        growth = math.log(series[sizes[-1]] / series[sizes[0]]) / span
        lines.append(f'<polyline fill="none" stroke="{COLOURS[name]}" stroke-width="2" points="{points}"/>'
                     f'<text x="{WIDTH - RIGHT + 6}" y="{y(series[sizes[-1]]) + 4:.0f}" fill="{COLOURS[name]}">{name}, '
                     f'n^{growth:.2f}</text>')
        print(f"{name}: n^{growth:.2f}", series, file=sys.stderr)
    lines.append(f'<text x="{(LEFT + WIDTH - RIGHT) // 2}" y="{HEIGHT - 6}" text-anchor="middle">dial-peers</text></svg>')
    print("\n".join(lines))


main()
