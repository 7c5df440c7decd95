//! `railhead verify`: check a certificate against its campaign, without any solver.

use std::path::PathBuf;

use clap::Args;

use super::{Outcome, Trouble, problems, say};
use crate::tables;
use crate::{input, proof};

/// Check a certificate against its campaign, without any solver
#[derive(Debug, Args)]
pub struct Verify {
    /// Certificate that `railhead solve --certificate` wrote
    certificate: PathBuf,
    /// The workbook (.xlsx) or folder of a text model for which it was made
    campaign: PathBuf,
    /// Also write the program of every date as CSV tables, so that others can do the sums
    #[arg(long, value_name = "DIR")]
    programs: Option<PathBuf>,
}

/// Reads both, does the sums again, prints what was checked.
pub fn run(args: &Verify) -> Result<Outcome, Trouble> {
    let certificate = proof::read(&args.certificate).map_err(|e| Trouble(e.to_string()))?;
    let mut book = input::open(&args.campaign)?;
    let own_period = tables::read(&book).campaign.map(|c| c.question.period.0);
    // The certificate may answer another question than the campaign's own, in other steps of time.
    let problems = super::asked::Asked::of(&certificate.question).put_into(&mut book)?;
    let mut reading = tables::read(&book);
    if !problems.is_empty() {
        // Not the campaign that the certificate is about.
        reading.campaign = None;
        reading.problems.extend(problems);
    }
    let moved = reading.campaign.as_ref().map(|c| c.with_levers(&certificate.question.levers)).transpose();
    let checked = match moved {
        Ok(campaign) => {
            reading.campaign = campaign;
            proof::check(&certificate, &reading)
        }
        Err(why) => proof::Checked::refused(vec![why]),
    };
    let period = certificate.question.period_days;
    if let Some(own) = own_period.filter(|own| *own != period) {
        say(&format!("Reckoned in steps of {period} days; the workbook has {own}.\n"));
    }
    if let Some(scenario) = &certificate.question.scenario {
        say(&format!("{}\n", problems::wrapped(&format!("With the changes of scenario '{scenario}'."), "", 80)));
    }
    for (lever, value) in &certificate.question.levers {
        say(&format!("{}\n", problems::wrapped(&format!("With the lever '{lever}' moved to {value}."), "", 80)));
    }
    for line in &checked.lines {
        say(&format!("{}\n", problems::wrapped(line, "", 80)));
    }
    if let (Some(folder), Some(campaign)) = (&args.programs, &reading.campaign) {
        proof::write_programs(campaign, &certificate, folder)?;
        say(&format!("Programs: {}\n", folder.display()));
    }
    if checked.holds() {
        say(&format!("{}\n", problems::wrapped(&format!("The certificate holds: {}.", checked.verdict), "", 80)));
        return Ok(Outcome::Fine);
    }
    say("The certificate is refused.\n");
    for reason in &checked.refusals {
        say(&format!("{}\n", problems::wrapped(reason, "  ", 80)));
    }
    Ok(Outcome::Problems)
}
