//! Simple patterns and complex ones (You, Long, Wang and Jordan, 2019, arXiv 1908.01878).
//!
//! Half of the samples show a simple pattern, half a complex one. A large rate learns the simple patterns
//! at once and few of the complex ones, which are learnt when the rate decays.

use figure::Figure;

use crate::{
    Error, Outcome, Records, Report, Table,
    drawing::{line, over_epochs},
    records::Seeds,
    statistics::Estimate,
};

pub(crate) const QUESTION: &str = "Does a decay of the learning rate let a network learn complex patterns, and leave simple ones alone?";

pub(crate) const SWEEPS: [&str; 6] = [
    include_str!("../sweeps/patterns-constant.yaml"),
    include_str!("../sweeps/patterns-decay.yaml"),
    include_str!("../sweeps/patterns-growth.yaml"),
    include_str!("../sweeps/patterns-noisy-constant.yaml"),
    include_str!("../sweeps/patterns-noisy-decay.yaml"),
    include_str!("../sweeps/patterns-noisy-growth.yaml"),
];

const CONSTANT: [f64; 4] = [0.003, 0.03, 0.1, 0.3];
const DECAYED: [f64; 2] = [0.1, 0.3];

/// When the rate is decayed first, in epochs.
const DECAY: usize = 15;
/// A little later.
const SOON: usize = 18;
/// The end of the run.
const END: usize = 30;

type Policy<'a> = (String, Seeds<'a>);

pub(crate) fn judge(records: &Records) -> Result<Report, Error> {
    let clean = policies(records, "patterns")?;
    let noisy = policies(records, "patterns-noisy")?;
    let decay = &records.sweep("patterns-decay")?.with("lr", 0.3);
    let step = |metric: &str| {
        let (before, after) = (decay.at(metric, DECAY)?, decay.at(metric, SOON)?);
        Ok(Estimate::of_difference(&after, &before).in_points())
    };
    let (complex, simple) = (step("complex_accuracy")?, step("simple_accuracy")?);
    let decayed =
        records.sweep("patterns-noisy-decay")?.with("lr", 0.1).last("complex_accuracy")?;
    let (best, name) = best(&noisy[..CONSTANT.len()])?;
    let lead = Estimate::of_difference(&decayed, &best).in_points();
    let outcomes = vec![
        Outcome::new(
            "three epochs after its decay from 0.3 complex patterns have gained 15 points or more",
            format!("{complex:.1} points"),
            complex.mean >= 15.0,
        ),
        Outcome::new(
            "simple patterns have moved by 3 points or less",
            format!("{simple:.1} points"),
            simple.mean.abs() <= 3.0,
        ),
        Outcome::new(
            "where a fifth of the labels is wrong, a decay from 0.1 ends 4 points or more above the best \
             constant rate on complex patterns",
            format!("{lead:.1} points above {name}"),
            lead.mean >= 4.0,
        ),
    ];
    let tables = vec![
        table("Right labels, weight decay 5e-4", &clean)?,
        table("A fifth of the labels is wrong, weight decay 5e-3", &noisy)?,
    ];
    let figures =
        vec![figure("Right labels", &clean)?, figure("A fifth of the labels is wrong", &noisy)?];
    let notes = Vec::new();
    Ok(Report { study: "patterns", question: QUESTION, outcomes, tables, notes, figures })
}

/// The constant rates, then the decayed ones and a growing batch.
fn policies<'a>(records: &'a Records, name: &str) -> Result<Vec<Policy<'a>>, Error> {
    let constant = records.sweep(&format!("{name}-constant"))?;
    let decay = records.sweep(&format!("{name}-decay"))?;
    let constant = CONSTANT.iter().map(|rate| (rate.to_string(), constant.with("lr", *rate)));
    let decay = DECAYED.iter().map(|rate| (format!("{rate}, decayed"), decay.with("lr", *rate)));
    let growth = records.sweep(&format!("{name}-growth"))?.all();
    let growth = [("0.3, batch grown".to_owned(), growth)];
    Ok(constant.chain(decay).chain(growth).collect())
}

/// What the policy with the highest mean ends at on complex patterns, and its name.
fn best(policies: &[Policy<'_>]) -> Result<(Vec<f64>, String), Error> {
    let mut ends = Vec::new();
    for (name, seeds) in policies {
        ends.push((seeds.last("complex_accuracy")?, name.clone()));
    }
    let mean = |it: &(Vec<f64>, String)| Estimate::of(&it.0).mean;
    let best = ends.into_iter().max_by(|a, b| mean(a).total_cmp(&mean(b)));
    Ok(best.expect("there are constant rates"))
}

fn table(title: &str, policies: &[Policy<'_>]) -> Result<Table, Error> {
    let columns = [
        ("simple", DECAY),
        ("simple", SOON),
        ("simple", END),
        ("complex", DECAY),
        ("complex", SOON),
        ("complex", END),
    ];
    let heads = columns.map(|(pattern, epoch)| format!("{pattern}, epoch {epoch}"));
    let mut head = vec!["rate"];
    head.extend(heads.iter().map(String::as_str));
    let mut table = Table::new(title, &head);
    for (name, seeds) in policies {
        let mut row = vec![name.clone()];
        for (pattern, epoch) in columns {
            let values = seeds.at(&format!("{pattern}_accuracy"), epoch)?;
            row.push(Estimate::of(&values).to_string());
        }
        table.rows.push(row);
    }
    Ok(table)
}

fn figure(title: &str, policies: &[Policy<'_>]) -> Result<Figure, Error> {
    let panel = |pattern: &str| {
        let metric = format!("{pattern}_accuracy");
        let lines = policies.iter().map(|(name, seeds)| line(name, seeds, &metric));
        let measure = format!("accuracy on {pattern} patterns");
        Ok(over_epochs(&measure, lines.collect::<Result<_, _>>()?))
    };
    let panels = vec![panel("simple")?, panel("complex")?];
    Ok(Figure { title: title.to_owned(), panels, ..Figure::default() })
}
