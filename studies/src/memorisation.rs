//! What a large rate does to wrong labels (You, Long, Wang and Jordan, 2019, arXiv 1908.01878).
//!
//! A fifth of the digits to train on is labelled wrongly. At a small rate the network learns the wrong
//! labels by heart, at a large one it does not; a decay of the large rate then brings what it had
//! learnt to bear at once.

use figure::Figure;

use crate::{
    Error, Outcome, Records, Report, Table,
    drawing::{line, over_epochs},
    records::Seeds,
    statistics::Estimate,
};

pub(crate) const QUESTION: &str =
    "Does a large learning rate keep a network from learning wrong labels by heart?";

pub(crate) const SWEEPS: [&str; 3] = [
    include_str!("../sweeps/memorisation-constant.yaml"),
    include_str!("../sweeps/memorisation-decay.yaml"),
    include_str!("../sweeps/memorisation-growth.yaml"),
];

const RATES: [f64; 5] = [0.003, 0.01, 0.03, 0.1, 0.3];

/// When the rate is decayed first, in epochs.
const DECAYED: usize = 30;
/// A little later.
const SOON: usize = 32;
/// The end of the run.
const END: usize = 60;

pub(crate) fn judge(records: &Records) -> Result<Report, Error> {
    let constant = records.sweep("memorisation-constant")?;
    let mut policies: Vec<(String, Seeds<'_>)> =
        RATES.iter().map(|rate| (rate.to_string(), constant.with("lr", *rate))).collect();
    policies.push(("0.3, decayed".to_owned(), records.sweep("memorisation-decay")?.all()));
    let growth = records.sweep("memorisation-growth")?.all();
    policies.push(("0.3, batch grown".to_owned(), growth));
    let [_, small, _, _, large, decay, _] = policies.iter().map(|it| &it.1).collect::<Vec<_>>()[..]
    else {
        unreachable!("five rates, a decay and a growing batch")
    };
    let memorised = |seeds: &Seeds<'_>| Ok(Estimate::of(&seeds.at("memorised", END)?));
    let (by_large, by_small) = (memorised(large)?, memorised(small)?);
    let gain = Estimate::of_difference(
        &decay.at("val_accuracy", SOON)?,
        &large.at("val_accuracy", DECAYED)?,
    )
    .in_points();
    let outcomes = vec![
        Outcome::new(
            "at a constant rate of 0.3 less than 0.15 of the wrong labels are learnt in 60 epochs",
            by_large.to_string(),
            by_large.mean < 0.15,
        ),
        Outcome::new(
            "at a constant rate of 0.01 more than 0.9 of them are",
            by_small.to_string(),
            by_small.mean > 0.9,
        ),
        Outcome::new(
            "two epochs after its decay from 0.3 the accuracy has gained more than 5 points",
            format!("{gain:.1} points"),
            gain.mean > 5.0,
        ),
    ];
    Ok(Report {
        study: "memorisation",
        question: QUESTION,
        outcomes,
        tables: vec![table(&policies)?],
        notes: Vec::new(),
        figures: vec![figure(&policies)?],
    })
}

fn table(policies: &[(String, Seeds<'_>)]) -> Result<Table, Error> {
    let columns = [
        ("memorised", DECAYED),
        ("memorised", END),
        ("clean_accuracy", END),
        ("val_accuracy", DECAYED),
        ("val_accuracy", SOON),
        ("val_accuracy", END),
    ];
    let heads = columns.map(|(metric, epoch)| format!("{metric}, epoch {epoch}"));
    let mut head = vec!["rate"];
    head.extend(heads.iter().map(String::as_str));
    let mut table = Table::new("Means over the seeds and their standard errors", &head);
    for (name, seeds) in policies {
        let mut row = vec![name.clone()];
        for (metric, epoch) in columns {
            row.push(Estimate::of(&seeds.at(metric, epoch)?).to_string());
        }
        table.rows.push(row);
    }
    Ok(table)
}

fn figure(policies: &[(String, Seeds<'_>)]) -> Result<Figure, Error> {
    let panel = |metric: &str, measure: &str| {
        let lines = policies.iter().map(|(name, seeds)| line(name, seeds, metric));
        Ok(over_epochs(measure, lines.collect::<Result<_, _>>()?))
    };
    Ok(Figure {
        title: "A fifth of the labels is wrong".to_owned(),
        panels: vec![
            panel("memorised", "wrong labels learnt")?,
            panel("val_accuracy", "accuracy on right labels")?,
        ],
        ..Figure::default()
    })
}
