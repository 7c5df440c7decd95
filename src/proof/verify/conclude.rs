//! What follows from the claims that hold: the verdict, the numbers, and their words.

use super::floors::covered;
use super::{Finding, Subject, amount};
use crate::answer::{SHORT_OF, Verdict, dates, levers};
use crate::campaign::{Campaign, Lever, QuestionKind};
use crate::formulation::Period;
use crate::proof::document::{Figure, word};
use crate::report::words::{at_most, day, points, whole};

/// Points and costs of the campaign and those of a claim are the same if they differ by less than this share.
const SAME: f64 = 1e-9;

/// Everything that the claims prove about the question.
pub(super) struct Proved<'a> {
    c: &'a Campaign,
    findings: &'a [Finding],
    /// Dates that the question is about.
    dates: Vec<Period>,
    /// Those that no claim rules out.
    open: Vec<Period>,
}

/// What is proved of one lever alone.
struct Alone {
    /// Every value of the range below this is ruled out.
    value: f64,
    /// Every value of the range is.
    all: bool,
}

impl<'a> Proved<'a> {
    pub fn by(c: &'a Campaign, findings: &'a [Finding]) -> Proved<'a> {
        let dates: Vec<Period> = match c.question.kind {
            kind if kind.needs_levers() || kind == QuestionKind::HowMany => dates::on_day(c).into_iter().collect(),
            _ => dates::all(c),
        };
        let ruled_out = |t: &Period| findings.iter().any(|f| f.date(c) == Some(*t) && f.rules_out());
        let open = dates.iter().copied().filter(|t| !ruled_out(t)).collect();
        Proved { c, findings, dates, open }
    }

    /// The verdict that follows, and how it is said.
    pub fn verdict(&self) -> (Verdict, String) {
        let enough = |plan: &(Period, f64)| plan.1 >= self.c.question.target.0 && self.dates.contains(&plan.0);
        let plan = self.plans().find(enough);
        let by_plan = |(first, men): (Period, f64)| {
            format!("a plan sustains {} men from day {}", whole(men.floor()), self.day(first))
        };
        let none = !self.dates.is_empty() && self.open.is_empty();
        match self.c.question.kind {
            QuestionKind::HowMany => (Verdict::Number, self.how_many()),
            QuestionKind::HowLittle => (Verdict::Number, self.each_lever("WITH LESS NO PLAN CAN DO IT")),
            QuestionKind::WhatItTakes => (Verdict::Number, self.what_it_takes()),
            QuestionKind::HowFar => {
                let verdict = match plan {
                    _ if none => Verdict::No,
                    Some(_) => Verdict::Yes,
                    None => Verdict::Undecided,
                };
                let words = plan.filter(|_| !none).map_or(String::new(), |plan| format!(": {}", by_plan(plan)));
                (verdict, format!("{}{words}. {}", verdict.word(), self.each_lever("NO below")))
            }
            _ if none => (Verdict::No, Verdict::No.word().into()),
            QuestionKind::HowSoon => (Verdict::Number, self.how_soon()),
            QuestionKind::CanItBeDone => match plan {
                Some(plan) => (Verdict::Yes, format!("{}: {}", Verdict::Yes.word(), by_plan(plan))),
                None => (Verdict::Undecided, Verdict::Undecided.word().into()),
            },
        }
    }

    fn day(&self, t: Period) -> String {
        day(dates::day(self.c, t).0)
    }

    /// Plans that hold: the date and the men.
    fn plans(&self) -> impl Iterator<Item = (Period, f64)> + '_ {
        self.findings.iter().filter_map(|f| match f.claim {
            Subject::Plan { first, men, .. } => Some((first, men)),
            _ => None,
        })
    }

    /// The lowest ceiling given for a date.
    fn ceiling(&self, first: Period) -> Option<f64> {
        let on_date = self.findings.iter().filter(|f| f.date(self.c) == Some(first));
        let men = on_date.map(|f| match f.claim {
            Subject::Ceiling { men, .. } => men,
            _ => 0.0,
        });
        men.reduce(f64::min)
    }

    fn how_many(&self) -> String {
        let on = self.dates.last().copied();
        let plan = self.plans().filter(|p| Some(p.0) == on).map(|p| p.1).reduce(f64::max);
        let plan = plan.map_or(String::new(), |men| format!("; a plan sustains {}", whole(men.floor())));
        match on.and_then(|on| Some((on, self.ceiling(on)?))) {
            Some((on, men)) => format!("AT MOST {} men from day {}{plan}", at_most(men), self.day(on)),
            None => format!("no ceiling is claimed for the date asked about{plan}"),
        }
    }

    /// The first date that is not ruled out.
    fn not_before(&self) -> Option<Period> {
        self.open.first().copied()
    }

    /// The first date from which holding to the end of the horizon is not ruled out; `None` = there is none. What is held
    /// from a date on is held from every later one.
    fn to_the_end(&self) -> Option<Period> {
        let last = dates::all(self.c).last().map(|t| dates::window(self.c, *t).last);
        let against = self.findings.iter().filter(|f| f.rules_out()).filter_map(|f| match f.claim {
            Subject::Ceiling { window, .. } if Some(window.last) == last => Some(window.first),
            Subject::TooEarly(first, _) => Some(first),
            _ => None,
        });
        let after = against.map(|t| t + 1).max().unwrap_or(0).max(self.not_before()?);
        self.dates.contains(&after).then_some(after)
    }

    fn how_soon(&self) -> String {
        let Some(first) = self.not_before() else { return "there is no date".into() };
        let end = match self.to_the_end() {
            Some(end) if end == first => "; nor until the end of the horizon before that day".into(),
            Some(end) => format!("; held until the end of the horizon, not before day {}", self.day(end)),
            None => "; held until the end of the horizon, on no date".into(),
        };
        let target = self.c.question.target.0;
        let plans = self.plans().filter(|p| p.1 >= target).map(|p| p.0).min();
        let plan = plans.map_or(String::new(), |t| format!("; by plan: day {}", self.day(t)));
        format!("NOT BEFORE day {}{end}{plan}", self.day(first))
    }

    /// The floors of one lever alone joined into one: each must begin where those before it end.
    fn alone(&self, lever: &Lever) -> Alone {
        let men_asked = levers::men_asked_for(self.c);
        let mut pieces: Vec<_> = self
            .findings
            .iter()
            .filter_map(|f| match &f.claim {
                Subject::Floor { first, men, levers, least } if self.dates.contains(first) && *men <= men_asked => {
                    levers.first().filter(|p| levers.len() == 1 && p.key == lever.key).map(|p| (p, *least))
                }
                _ => None,
            })
            .collect();
        pieces.sort_by(|a, b| a.0.from.total_cmp(&b.0.from));
        let mut out = Alone { value: lever.least, all: false };
        for (piece, least) in pieces {
            if piece.from <= out.value {
                out.value = out.value.max(covered(piece, least));
                out.all |= least > piece.cost && piece.to >= lever.most;
            }
        }
        out
    }

    fn each_lever(&self, what: &str) -> String {
        let one = |l: &Lever| match self.alone(l) {
            Alone { all: true, .. } => format!("{} not with any value up to {} {}", l.key, amount(l.most), l.unit()),
            Alone { value, .. } if value <= l.least => format!("{} no floor", l.key),
            Alone { value, .. } => format!("{} {} {}", l.key, amount(value), l.unit()),
        };
        let each: Vec<String> = self.c.levers.iter().map(one).collect();
        format!("{what}: {}", each.join("; "))
    }

    /// The least price of a set of changes, in points; infinite where no set is enough.
    fn least_points(&self) -> f64 {
        let changing = levers::changing(self.c);
        let men_asked = levers::men_asked_for(self.c);
        if changing.is_empty() {
            let short = |first: &Period| self.ceiling(*first).is_some_and(|men| men < men_asked);
            return if self.dates.last().is_some_and(short) { f64::INFINITY } else { 0.0 };
        }
        let same = |a: f64, b: f64| (a - b).abs() <= SAME * b.abs();
        let whole_way = |lever: &&Lever, of: &[crate::answer::evidence::Piece]| {
            let asked = levers::whole_way(self.c, lever);
            let is = |p: &crate::answer::evidence::Piece| {
                p.key == asked.key && same(p.from, asked.from) && p.to >= asked.to && {
                    same(p.cost, lever.weight * (p.to - p.from))
                }
            };
            of.iter().any(is)
        };
        let proved = self.findings.iter().filter_map(|f| match &f.claim {
            Subject::Floor { first, men, levers, least } if self.dates.contains(first) && *men <= men_asked => {
                let complete = changing.iter().all(|l| whole_way(l, levers));
                let all: f64 = levers.iter().map(|l| l.cost).sum();
                complete.then_some(if *least > all { f64::INFINITY } else { *least })
            }
            _ => None,
        });
        proved.fold(0.0, f64::max)
    }

    fn what_it_takes(&self) -> String {
        match self.least_points() {
            p if p == f64::INFINITY => "NOT WITHIN THESE LIMITS: no set of changes is enough".into(),
            p if p > 0.0 => format!("AT LEAST {} points: no cheaper set of changes can do it", points(p)),
            _ => "no least price is proved".into(),
        }
    }

    /// Why the certificate's verdict is not the one that follows.
    pub fn not_that_verdict(&self, stated: &str, found: Verdict) -> String {
        let days = |dates: Vec<Period>| {
            let days: Vec<String> = dates.into_iter().map(|t| self.day(t)).collect();
            let many = if days.len() == 1 { "day" } else { "days" };
            format!("{many} {}", days.join(", "))
        };
        let can_be_no = !matches!(
            self.c.question.kind,
            QuestionKind::HowMany | QuestionKind::HowLittle | QuestionKind::WhatItTakes
        );
        if stated != word(Verdict::No) || !can_be_no || self.open.is_empty() {
            let found = word(found);
            return format!("It says {stated}, but {found} follows from its claims and the campaign's question.");
        }
        let claimed = |t: &Period| self.findings.iter().any(|f| f.date(self.c) == Some(*t));
        let (weak, missing): (Vec<Period>, Vec<Period>) = self.open.iter().copied().partition(claimed);
        if missing.is_empty() {
            let target = whole(self.c.question.target.0);
            return format!("It says NO, but {target} men are not ruled out on {}.", days(weak));
        }
        format!("It says NO, but proves nothing for {}: a NO must hold on every date.", days(missing))
    }

    /// Why a number of the certificate does not follow; `None` if it does.
    pub fn not_that_figure(&self, figure: &Figure) -> Option<String> {
        let lever = |key: &str| self.c.levers.iter().find(|l| l.key == key);
        let starts = |t: &Period, on: f64| dates::day(self.c, *t).0 == on;
        // A date that is none is proved by nothing; one that is no number neither.
        let reached = |proved: Option<Period>, on: f64| proved.is_none_or(|t| dates::day(self.c, t).0 >= on);
        match figure {
            Figure::AtMost { day: on, men } => {
                let date = dates::all(self.c).into_iter().find(|t| starts(t, *on));
                let proved = date.and_then(|t| self.ceiling(t)).unwrap_or(f64::INFINITY);
                let words = || format!("It says at most {} men from day {}; that is not proved.", at_most(*men), day(*on));
                let holds = proved <= *men;
                (!holds).then(words)
            }
            Figure::NotBefore { day: on } => (!reached(self.not_before(), *on)).then(|| {
                let proved = self.not_before().map_or(String::new(), |t| self.day(t));
                format!("It says not before day {}; its claims prove only: not before day {proved}.", day(*on))
            }),
            Figure::ToTheEndNotBefore { day: on } => (!reached(self.to_the_end(), *on)).then(|| {
                let proved = self.to_the_end().map_or(String::new(), |t| self.day(t));
                format!(
                    "It says that holding to the end of the horizon begins not before day {}; its claims prove only: not \
                     before day {proved}.",
                    day(*on)
                )
            }),
            Figure::LeverAtLeast { lever: key, value } => {
                let proved = lever(key).map(|l| self.alone(l).value);
                let holds = proved.is_some_and(|p| p >= *value);
                (!holds).then(|| {
                    let proved = amount(proved.unwrap_or(0.0));
                    format!("It says that lever '{key}' needs at least {}; its claims prove only {proved}.", amount(*value))
                })
            }
            Figure::LeverNotWithin { lever: key } => {
                let holds = lever(key).is_some_and(|l| self.alone(l).all);
                let words = || format!("It says that no value of lever '{key}' is enough; its claims do not prove that.");
                (!holds).then(words)
            }
            Figure::PointsAtLeast { points: stated } => {
                let proved = self.least_points();
                let holds = proved >= *stated;
                (!holds).then(|| {
                    format!("It says at least {} points; its claims prove only {}.", points(*stated), points(proved))
                })
            }
            Figure::NotWithinLimits => (self.least_points() < f64::INFINITY)
                .then(|| "It says that no set of changes is enough; its claims do not prove that.".into()),
            Figure::ByPlan { day: on, men } => {
                let holds = self.plans().any(|p| starts(&p.0, *on) && p.1 >= *men);
                let words = || format!("It says that a plan sustains {} men from day {}; none does.", whole(*men), day(*on));
                (!holds).then(words)
            }
        }
    }

    /// The contradiction that is common to all dates, for a NO.
    pub fn contradiction(&self) -> Option<String> {
        if self.verdict().0 != Verdict::No {
            return None;
        }
        let gaps = self.findings.iter().filter(|f| f.date(self.c).is_some()).filter_map(|f| match f.claim {
            Subject::Ceiling { gap, .. } => Some(gap),
            _ => None,
        });
        let target = self.c.question.target.0;
        Some(match gaps.reduce(f64::min) {
            Some(gap) => format!(
                "On {} the rows, weighted with the prices, contradict {} men (the target of {} less a thousandth), \
                 by at least {} men.",
                match self.dates.as_slice() {
                    [one] => format!("day {}", self.day(*one)),
                    _ => "every date".into(),
                },
                whole(target * (1.0 - SHORT_OF)),
                whole(target),
                whole((gap * 1000.0).floor())
            ),
            None => "Every date of the question is too early.".into(),
        })
    }
}
