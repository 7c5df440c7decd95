"""Compares workbooks before and after, as openpyxl reads them: usage compare.py FOLDER.

FOLDER holds pairs NAME.before and NAME.after. Prints one line per difference and last the counts.
"""

import io
import sys
import warnings
from pathlib import Path

try:
    import openpyxl
except ImportError:
    print("openpyxl is missing")
    sys.exit(3)

warnings.simplefilter("ignore")


def opened(path):
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), keep_vba=True, rich_text=True)


def plain(value):
    # Array and table formulas are objects that compare by identity.
    if hasattr(value, "__dict__") and not isinstance(value, str):
        return (type(value).__name__, sorted((k, repr(v)) for k, v in vars(value).items()))
    return value


def look(cell):
    # The objects stand in for others and compare by identity.
    try:
        style = cell.style
    except IndexError:
        # A style that the workbook itself does not define.
        style = None
    return repr((cell.number_format, cell.font, cell.fill, cell.border, cell.alignment, cell.protection, style))


def rules(sheet):
    return [(str(r.sqref), [(x.type, x.priority, x.formula, repr(x.dxf)) for x in r.rules]) for r in sheet.conditional_formatting]


def facts(sheet):
    """What is said of a sheet besides its cells."""
    if not hasattr(sheet, "iter_rows"):
        return {"state": sheet.sheet_state}
    return {
        "state": sheet.sheet_state,
        "conditional formats": rules(sheet),
        "validations": sorted(repr(v) for v in sheet.data_validations.dataValidation),
        "merged": sorted(str(m) for m in sheet.merged_cells.ranges),
        "tables": [(t.id, t.displayName, t.ref, [c.name for c in t.tableColumns]) for t in sheet.tables.values()],
        "names": sorted((n, d.attr_text, d.hidden) for n, d in sheet.defined_names.items()),
        "panes": sheet.freeze_panes,
        "print": (sheet.print_area, sheet.print_title_rows, sheet.print_title_cols),
        "filter": sheet.auto_filter.ref,
        "widths": sorted((k, d.width, d.hidden) for k, d in sheet.column_dimensions.items()),
        "rows": sorted((k, d.height, d.hidden) for k, d in sheet.row_dimensions.items()),
        "charts": len(sheet._charts),
        "images": len(sheet._images),
        "protected": sheet.protection.sheet,
    }


def compared(name, before, after):
    """Differences, and the number of cells compared."""
    found, cells, known = [], 0, {}
    for old in before._sheets:
        if old.title not in after.sheetnames:
            found.append(f"{name}: sheet {old.title} is gone")
            continue
        new = after[old.title]
        was, is_ = facts(old), facts(new)
        found += [f"{name}: {old.title}: {k}: {was[k]!r} -> {is_[k]!r}"[:400] for k in was if was[k] != is_[k]]
        if not hasattr(old, "_cells"):
            continue
        if old._cells.keys() != new._cells.keys():
            found.append(f"{name}: {old.title}: other cells")
            continue
        for place, cell in old._cells.items():
            cells += 1
            other = new._cells[place]
            if plain(cell.value) != plain(other.value) or cell.data_type != other.data_type:
                found.append(f"{name}: {old.title}!{cell.coordinate}: {cell.value!r} -> {other.value!r}"[:300])
            note = lambda c: c.comment and (c.comment.text, c.comment.author)
            link = lambda c: c.hyperlink and (c.hyperlink.location, c.hyperlink.target)
            if note(cell) != note(other) or link(cell) != link(other):
                found.append(f"{name}: {old.title}!{cell.coordinate}: note or link")
            # Cells within merged ones have no format of their own.
            was, is_ = getattr(cell, "_style", None), getattr(other, "_style", None)
            key = (was and tuple(was), is_ and tuple(is_))
            if key not in known:
                known[key] = look(cell) == look(other) if was and is_ else was == is_
            if not known[key]:
                found.append(f"{name}: {old.title}!{cell.coordinate}: format")
    titles = [s.title for s in before._sheets]
    if [s.title for s in after._sheets if s.title in titles] != titles:
        found.append(f"{name}: order of sheets")
    for key, value in before.defined_names.items():
        other = after.defined_names.get(key)
        if other is None or other.attr_text != value.attr_text:
            found.append(f"{name}: name {key}")
    if before.active.title != after.active.title:
        found.append(f"{name}: another sheet is shown")
    return found, cells


def main(folder):
    pairs = unread = cells = 0
    differences = []
    for path in sorted(folder.glob("*.before")):
        try:
            before = opened(path)
        except Exception:
            # What openpyxl could not read before can't be compared.
            unread += 1
            continue
        try:
            found, count = compared(path.stem, before, opened(path.with_suffix(".after")))
        except Exception as error:
            found, count = [f"{path.stem}: {error!r}"], 0
        pairs, cells = pairs + 1, cells + count
        differences += found
    for line in differences[:50]:
        print(line)
    print(f"openpyxl: {pairs} workbooks compared, {unread} unreadable before, {cells} cells, {len(differences)} differences")
    return 1 if differences else 0


sys.exit(main(Path(sys.argv[1])))
