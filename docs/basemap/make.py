#!/usr/bin/env python3
"""Makes src/report/drawn/assets/basemap.json: coasts, lakes and rivers from Morocco to Persia and from Norway to Egypt.

    python3 docs/basemap/make.py FOLDER > src/report/drawn/assets/basemap.json

FOLDER holds land.json, lakes.json and rivers_lake_centerlines.json: the layers ne_50m_land, ne_50m_lakes and
ne_50m_rivers_lake_centerlines of Natural Earth as GeoJSON (https://www.naturalearthdata.com, or
https://github.com/nvkelso/natural-earth-vector, folder geojson). Natural Earth is in the public domain.

Lines are cut to the box, thinned (Douglas-Peucker) and written as whole hundredths of a degree: the first point, then
differences. Needs nothing but Python.
"""

import json
import sys
from pathlib import Path

WEST, EAST, SOUTH, NORTH = -14.0, 66.0, 24.0, 72.0
THIN = 0.025  # degrees
SMALLEST = {"land": 0.02, "lakes": 0.03}  # square degrees of the box around it
RIVERS_TO_RANK = 9


def clipped(ring):
    """A ring cut to the box (Sutherland-Hodgman)."""
    edges = [(0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)]
    for axis, at, sign in edges:
        out = []
        for a, b in zip(ring, ring[1:] + ring[:1]):
            ina, inb = sign * (a[axis] - at) >= 0, sign * (b[axis] - at) >= 0
            if ina:
                out.append(a)
            if ina != inb:
                t = (at - a[axis]) / (b[axis] - a[axis])
                out.append([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])
        ring = out
        if not ring:
            break
    return ring


def pieces(line):
    """The parts of an open line within the box."""
    part = []
    for p in line:
        if WEST <= p[0] <= EAST and SOUTH <= p[1] <= NORTH:
            part.append(p)
        else:
            if len(part) > 1:
                yield part
            part = []
    if len(part) > 1:
        yield part


def thinned(line, tolerance):
    """Douglas-Peucker, without recursion."""
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    todo = [(0, len(line) - 1)]
    while todo:
        i, j = todo.pop()
        (x0, y0), (x1, y1) = line[i][:2], line[j][:2]
        dx, dy = x1 - x0, y1 - y0
        length = (dx * dx + dy * dy) ** 0.5
        far, at = 0.0, None
        for k in range(i + 1, j):
            x, y = line[k][0] - x0, line[k][1] - y0
            d = abs(dx * y - dy * x) / length if length > 0 else (x * x + y * y) ** 0.5
            if d > far:
                far, at = d, k
        if at is not None and far > tolerance:
            keep[at] = True
            todo += [(i, at), (at, j)]
    return [p for p, k in zip(line, keep) if k]


def packed(line):
    """Whole hundredths of a degree: the first point, then differences; repeated points left out."""
    points = [(round(p[0] * 100), round(p[1] * 100)) for p in line]
    out, last = list(points[0]), points[0]
    for p in points[1:]:
        if p != last:
            out += [p[0] - last[0], p[1] - last[1]]
            last = p
    return out


def parts(geometry):
    """Coordinates as a list of polygons, or of lines."""
    if geometry["type"].startswith("Multi"):
        return geometry["coordinates"]
    return [geometry["coordinates"]]


def rings(folder, layer):
    out = []
    for feature in json.loads((folder / f"{layer}.json").read_text())["features"]:
        for polygon in parts(feature["geometry"]):
            for ring in polygon:
                ring = clipped([p[:2] for p in ring[:-1]])
                if len(ring) < 4:
                    continue
                xs, ys = [p[0] for p in ring], [p[1] for p in ring]
                if (max(xs) - min(xs)) * (max(ys) - min(ys)) < SMALLEST[layer]:
                    continue
                half = len(ring) // 2
                line = thinned(ring[: half + 1], THIN)[:-1] + thinned(ring[half:] + ring[:1], THIN)[:-1]
                if len(line) > 3:
                    out.append(packed(line))
    return out


def rivers(folder):
    """Rank (1 = the largest) and line."""
    out = []
    for feature in json.loads((folder / "rivers_lake_centerlines.json").read_text())["features"]:
        rank = feature["properties"]["scalerank"]
        if rank <= RIVERS_TO_RANK and feature["geometry"]:
            for line in parts(feature["geometry"]):
                for piece in pieces(line):
                    out.append([rank, *packed(thinned(piece, THIN))])
    return out


def main():
    folder = Path(sys.argv[1])
    out = {"land": rings(folder, "land"), "lakes": rings(folder, "lakes"), "rivers": rivers(folder)}
    print("{")
    print(",\n".join(f'"{k}":[\n' + ",\n".join(json.dumps(x, separators=(",", ":")) for x in v) + "\n]" for k, v in out.items()))
    print("}")


main()
