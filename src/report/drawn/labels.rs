//! Which names stand on the map, and where: the most important first, none over another.

/// A name that would stand beside a point.
pub struct Name<'a> {
    pub at: (f64, f64),
    pub text: &'a str,
    /// The least is set first.
    pub rank: usize,
    /// Bold letters are wider.
    pub bold: bool,
    /// How far to stay away from the point, in radii of a point: there may be a mark around it.
    pub clear: f64,
}

/// Where a name was set: the start of its line of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Set {
    pub x: f64,
    pub y: f64,
    /// How many of its bytes are shown: of `Mannheim/Ludwigshafen` the first half, where there is no room for both.
    pub shown: usize,
}

/// The sheet on which names are set.
pub struct Sheet {
    pub width: f64,
    pub height: f64,
    /// Height of the letters.
    pub font: f64,
    /// Radius of the points.
    pub dot: f64,
}

/// Upright box: left, top, right, bottom.
type Frame = [f64; 4];

fn overlap(a: &Frame, b: &Frame) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// Sets the names greedily; `None` for those for which there is no room.
pub fn set(sheet: &Sheet, names: &[Name]) -> Vec<Option<Set>> {
    let dot = |n: &Name| [n.at.0 - sheet.dot, n.at.1 - sheet.dot, n.at.0 + sheet.dot, n.at.1 + sheet.dot];
    let dots: Vec<Frame> = names.iter().map(dot).collect();
    let mut taken: Vec<Frame> = Vec::new();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|i| names[*i].rank);
    let mut out: Vec<Option<Set>> = vec![None; names.len()];
    let short = |text: &str| text.split(['/', '(']).next().unwrap_or(text).trim_end().len();
    for (i, shown) in order.iter().flat_map(|i| [(*i, names[*i].text.len()), (*i, short(names[*i].text))]) {
        let name = &names[i];
        if out[i].is_some() {
            continue;
        }
        let letter = if name.bold { 0.67 } else { 0.6 };
        let wide = name.text[..shown].chars().count() as f64 * sheet.font * letter;
        let (x, y) = name.at;
        let (gap, font) = (sheet.dot * name.clear + sheet.font * 0.25, sheet.font);
        let spots = [
            (x + gap, y + font * 0.35),
            (x - gap - wide, y + font * 0.35),
            (x + gap * 0.7, y - gap * 0.7),
            (x + gap * 0.7, y + gap * 0.6 + font * 0.75),
            (x - gap * 0.7 - wide, y - gap * 0.7),
            (x - gap * 0.7 - wide, y + gap * 0.6 + font * 0.75),
            (x - wide / 2.0, y - gap - 1.0),
            (x - wide / 2.0, y + gap + font * 0.8),
            // Rather far off than not at all.
            (x - wide * 0.75, y + gap + font * 1.6),
            (x - wide * 0.75, y - gap - font * 0.8),
            (x - wide * 0.25, y + gap + font * 1.6),
            (x - wide * 0.25, y - gap - font * 0.8),
        ];
        for (left, base) in spots {
            let area = [left, base - font * 0.85, left + wide, base + font * 0.25];
            let within = area[0] > 2.0 && area[1] > 2.0 && area[2] < sheet.width - 2.0 && area[3] < sheet.height - 2.0;
            let free = within
                && taken.iter().all(|t| !overlap(t, &area))
                && dots.iter().enumerate().all(|(j, d)| j == i || !overlap(d, &area));
            if free {
                taken.push(area);
                out[i] = Some(Set { x: left, y: base, shown });
                break;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_important_of_two_names_at_one_point_is_set() {
        let sheet = Sheet { width: 200.0, height: 40.0, font: 12.0, dot: 3.0 };
        // So many letters that no second one fits beside, above or below it.
        let name = |rank| Name { at: (100.0, 20.0), text: "Frankfurt an d. O", rank, bold: false, clear: 1.0 };
        let set = set(&sheet, &[name(2), name(1), name(3)]);
        assert!(set[1].is_some());
        let boxes: Vec<Frame> = set.iter().flatten().map(|s| [s.x, s.y - 10.2, s.x + 122.4, s.y + 3.0]).collect();
        for (i, a) in boxes.iter().enumerate() {
            assert!(boxes.iter().skip(i + 1).all(|b| !overlap(a, b)));
        }
    }
}
