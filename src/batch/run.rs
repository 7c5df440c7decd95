//! A batch carried out: cases solved side by side, each from campaigns near it, each kept as soon as it is done.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::case::{Case, Shard};
use super::drawn::{Drawn, Draws};
use super::finished::{self, Answered, Finished, Outcome};
use super::ground::Ground;
use super::sweep::{self, Sweep, product};
use crate::answer::starts::Starts;
use crate::answer::{self, Task};
use crate::campaign::Problem;
use crate::files::{self, WriteError};
use crate::proof;
use crate::solver::{Backend, Limits};
use crate::tables::{self, RawBook, Reading};

/// Problems of a case that are told; of more it is said how many.
const TOLD: usize = 3;
/// Folder of the certificates.
const CERTIFICATES: &str = "certificates";

/// An input that was read.
pub struct Source {
    /// As it was named.
    pub input: String,
    pub book: RawBook,
    /// Scenarios to be answered; `None` = the input as it stands.
    pub scenarios: Vec<Option<String>>,
}

/// Puts a scenario and what else is asked into a book; gives what is wrong with the scenario's rows, or that there is none of that
/// name.
pub type Ask<'a> = &'a (dyn Fn(&mut RawBook, Option<&str>) -> Result<Vec<Problem>, String> + Sync);

/// How cases are answered.
pub struct Settings<'a> {
    /// What is asked otherwise than the inputs ask, as far as it changes answers: for the keys of the cases.
    pub asked: String,
    pub ask: Ask<'a>,
    pub backend: Backend,
    pub limits: Limits,
    pub with_plan: bool,
    /// Whether each answer gets a certificate, which is checked at once.
    pub with_certificate: bool,
    /// Whether every date of the curve is solved, rather than the last one and what is needed to prove that no other is better.
    pub with_curve: bool,
    /// Draws around every case, for how sure its answer is.
    pub draws: Option<Draws<'a>>,
    /// Cases at a time.
    pub threads: usize,
}

/// All cases of a batch, in order.
pub struct Batch<'a> {
    sources: Vec<Source>,
    settings: Settings<'a>,
    /// With the place of its source.
    cases: Vec<(usize, Case)>,
}

/// What a run tells on its way; from several threads.
#[derive(Debug, Clone, PartialEq)]
pub enum Note<'a> {
    /// So many cases are this shard's, so many of them were finished before.
    Cases { all: usize, before: usize },
    /// The cases of an input begin; the first of them waits for what it starts from.
    Base(&'a str),
    /// A case is done, or has failed.
    Done { case: &'a Case, failed: Option<&'a str> },
}

impl<'a> Batch<'a> {
    /// Lists the cases: for every input its scenarios, for each of them every combination of the levers' values.
    ///
    /// # Errors
    /// Where a lever is not to be had.
    pub fn new(sources: Vec<Source>, settings: Settings<'a>, sweeps: &[Sweep]) -> Result<Batch<'a>, String> {
        let mut batch = Batch { sources, settings, cases: Vec::new() };
        let mut cases = Vec::new();
        for (n, source) in batch.sources.iter().enumerate() {
            for scenario in &source.scenarios {
                // What is wrong with the campaign is said when its case is due.
                let campaign = batch.reading(source, scenario.as_deref()).ok().and_then(|r| r.campaign);
                let levers: Vec<(String, Vec<f64>)> = match &campaign {
                    Some(c) => sweeps.iter().map(|s| s.values_for(c)).collect::<Result<_, _>>()?,
                    None => Vec::new(),
                };
                if let Some(c) = &campaign {
                    sweep::check(c, &levers)?;
                }
                cases.extend(product(&levers).into_iter().map(|l| (n, batch.case(source, scenario.clone(), l))));
            }
        }
        batch.cases = cases;
        Ok(batch)
    }

    /// The cases in order.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter().map(|(_, case)| case)
    }

    fn case(&self, source: &Source, scenario: Option<String>, levers: Vec<(String, f64)>) -> Case {
        let s = &self.settings;
        let draws = s.draws.map_or(String::new(), |d| format!("\n{} draws, seed {:?}", d.count, d.seed));
        let words = format!(
            "{}\n{}\n{}\n{scenario:?}\n{levers:?}\n{}\n{}\n{}\n{}\n{}\n{}{draws}",
            env!("CARGO_PKG_VERSION"),
            source.input,
            source.book.hash,
            s.asked,
            s.backend.describe(),
            s.limits.seconds,
            s.with_plan,
            s.with_certificate,
            s.with_curve
        );
        Case { input: source.input.clone(), scenario, levers, key: files::sha256([words.as_bytes()]) }
    }

    /// The campaign of a scenario with what else is asked, or what is wrong with it.
    fn reading(&self, source: &Source, scenario: Option<&str>) -> Result<Reading, String> {
        self.reading_of(source, scenario, self.settings.ask).map(|(_, reading)| reading)
    }

    /// The same asked otherwise, with the book.
    fn reading_of(&self, source: &Source, scenario: Option<&str>, ask: Ask) -> Result<(RawBook, Reading), String> {
        let mut book = source.book.clone();
        let problems = ask(&mut book, scenario)?;
        let reading = tables::read(&book);
        match (&reading.campaign, problems.is_empty()) {
            (Some(_), true) => Ok((book, reading)),
            _ => Err(in_words(problems.iter().chain(&reading.problems).filter(|p| p.is_error()))),
        }
    }

    /// Answers every case of a shard that is not finished yet, on the threads at hand. Gives how many failed, whenever that was.
    ///
    /// # Errors
    /// Where nothing can be written into the folder.
    pub fn run(&self, folder: &Path, shard: Shard, tell: &(dyn Fn(Note) + Sync)) -> Result<usize, WriteError> {
        for part in [folder.to_path_buf(), folder.join(finished::CASES), folder.join(CERTIFICATES)] {
            let wanted = part.file_name().is_none_or(|n| n != CERTIFICATES) || self.settings.with_certificate;
            if wanted {
                std::fs::create_dir_all(&part).map_err(|e| WriteError::from_io(&part, &e))?;
            }
        }
        finished::write_list(folder, &self.cases().cloned().collect::<Vec<_>>())?;
        let mine: Vec<&(usize, Case)> =
            self.cases.iter().enumerate().filter(|(i, _)| shard.has(*i)).map(|(_, case)| case).collect();
        let before: Vec<Option<Finished>> =
            mine.iter().map(|(_, case)| Finished::read(folder, case).filter(Finished::is_final)).collect();
        let failed = AtomicUsize::new(before.iter().flatten().filter(|f| f.failure().is_some()).count());
        tell(Note::Cases { all: mine.len(), before: before.iter().flatten().count() });
        let due: Vec<&(usize, Case)> =
            mine.into_iter().zip(&before).filter(|(_, done)| done.is_none()).map(|(case, _)| case).collect();
        for (n, source) in self.sources.iter().enumerate() {
            let of_source: Vec<&Case> = due.iter().filter(|(m, _)| *m == n).map(|(_, case)| case).collect();
            if of_source.is_empty() {
                continue;
            }
            let how = (self.settings.backend, self.settings.limits);
            let campaign = |scenario: Option<&str>| self.reading(source, scenario).ok().and_then(|r| r.campaign);
            let ground = Ground::new(&campaign, how);
            tell(Note::Base(&source.input));
            let one = |case: &Case| -> Result<(), WriteError> {
                let done = match Finished::read(folder, case).filter(Finished::is_final) {
                    // By another run of the same part: a scheduler may start one while the old one still lives.
                    Some(done) => done,
                    None => self.finish(source, case, &ground, folder)?,
                };
                failed.fetch_add(done.failure().is_some().into(), Ordering::Relaxed);
                tell(Note::Done { case, failed: done.failure() });
                Ok(())
            };
            side_by_side(&of_source, self.settings.threads, &one)?;
        }
        Ok(failed.into_inner())
    }

    /// Answers a case and keeps what it comes to.
    ///
    /// # Errors
    /// Where nothing can be written into the folder.
    fn finish(&self, source: &Source, case: &Case, ground: &Ground, folder: &Path) -> Result<Finished, WriteError> {
        let began = Instant::now();
        let answered = catch_unwind(AssertUnwindSafe(|| self.answer(source, case, &ground.starts(case), folder)));
        let outcome =
            answered.unwrap_or_else(|_| Ok(Outcome::Broken("Railhead has met a fault of its own.".into())))?;
        let done = Finished::new(case, outcome, began.elapsed().as_secs_f64());
        done.write(folder)?;
        Ok(done)
    }

    /// What a case comes to.
    ///
    /// # Errors
    /// Where its certificate can't be written.
    fn answer(&self, source: &Source, case: &Case, starts: &Starts, folder: &Path) -> Result<Outcome, WriteError> {
        let made = self.reading(source, case.scenario.as_deref()).and_then(|mut reading| {
            let campaign = reading.campaign.take().ok_or("It has problems.")?.with_levers(&case.levers)?;
            Ok((reading, campaign))
        });
        let (mut reading, campaign) = match made {
            Ok(made) => made,
            Err(why) => return Ok(Outcome::Failed(why)),
        };
        let name = Path::new(&case.input).file_name().map(|n| n.to_string_lossy().into_owned());
        let task = Task {
            campaign: &campaign,
            input: name.unwrap_or_else(|| case.input.clone()),
            input_hash: reading.hash.clone(),
            assumptions: Vec::new(),
            warnings: Vec::new(),
            backend: self.settings.backend,
            limits: self.settings.limits,
            with_plan: self.settings.with_plan,
            with_schedule: false,
            caution: None,
            with_curve: self.settings.with_curve,
            starts: Some(starts),
        };
        let (answer, evidence) = match answer::with_bounds(&task, &|_| ()) {
            Ok(found) => found,
            Err(why) => return Ok(Outcome::Broken(format!("No answer: {why}."))),
        };
        let mut certificate = None;
        if self.settings.with_certificate {
            let made = proof::make(&campaign, &answer, &evidence);
            reading.campaign = Some(campaign.clone());
            let checked = proof::check(&made, &reading);
            if !checked.holds() {
                let why = format!("Its certificate does not hold. {}", checked.refusals.join(" "));
                return Ok(Outcome::Broken(why));
            }
            let file: PathBuf = [CERTIFICATES, &format!("{}.json", case.stem())].iter().collect();
            proof::write(&made, &folder.join(&file))?;
            certificate = Some(file.display().to_string());
        }
        let mut answered = Answered::of(&answer, certificate);
        if let Some(draws) = &self.settings.draws {
            match self.drawn(draws, (source, case), folder)? {
                Ok(drawn) => answered.drawn = Some(drawn),
                // The answer is not lost with the draws.
                Err(why) => answered.sentences.push(format!("No draws were made. {why}")),
            }
        }
        Ok(Outcome::Answered(Box::new(answered)))
    }

    /// How sure the answer of a case is.
    ///
    /// # Errors
    /// Where nothing can be written, or a sentence why there are no draws.
    fn drawn(
        &self,
        draws: &Draws,
        (source, case): (&Source, &Case),
        folder: &Path,
    ) -> Result<Result<Drawn, String>, WriteError> {
        let made = self.reading_of(source, case.scenario.as_deref(), draws.ask).and_then(|(book, reading)| {
            let campaign = reading.campaign.ok_or("It has problems.")?.with_levers(&case.levers)?;
            Ok((book, campaign))
        });
        match made {
            Ok((book, campaign)) => {
                draws.of((&book, &campaign), case, (self.settings.backend, self.settings.limits), folder)
            }
            Err(why) => Ok(Err(why)),
        }
    }
}

/// Does cases on so many threads, each with a pool of its own for what is parallel within a case: a thread that waits for one of its dates
/// would otherwise begin another case on top of it.
fn side_by_side(
    cases: &[&Case],
    threads: usize,
    one: &(dyn Fn(&Case) -> Result<(), WriteError> + Sync),
) -> Result<(), WriteError> {
    let (next, at_a_time) = (AtomicUsize::new(0), threads.min(cases.len()).max(1));
    let worker = || {
        let pool = pool((threads / at_a_time).max(1));
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            // The first that can't be written ends all.
            if let Err(why) = pool.install(|| one(case)) {
                next.store(cases.len(), Ordering::Relaxed);
                return Err(why);
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..at_a_time).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|w| w.join().unwrap_or(Ok(())))
    })
}

/// A pool of so many threads; the common one where the system has none to give.
fn pool(threads: usize) -> Pool {
    Pool(rayon::ThreadPoolBuilder::new().num_threads(threads).build().ok())
}

struct Pool(Option<rayon::ThreadPool>);

impl Pool {
    fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.0 {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }
}

/// The first problems in a few words each.
fn in_words<'a>(problems: impl Iterator<Item = &'a Problem>) -> String {
    let all: Vec<String> = problems.map(|p| format!("{}: {}", p.cell, p.found)).collect();
    let more = all.len().saturating_sub(TOLD);
    let mut words = all.into_iter().take(TOLD).collect::<Vec<_>>().join("; ");
    if more > 0 {
        words.push_str(&format!("; and {more} more"));
    }
    format!("It has problems: {words}.")
}
