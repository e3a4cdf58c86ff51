//! A batch that grows in the place of a rate that falls (Smith, Kindermans, Ying and Le, ICLR 2018, arXiv
//! 1711.00489).
//!
//! What decides is how far the loss on the training set strays from that of the decay, epoch by epoch, in
//! parts of what the decay itself does to it. Accuracies alone would tell few of these policies apart.

mod policy;

use figure::{Figure, Line, Panel};

use self::policy::Group;
use crate::{
    Error, Outcome, Records, Report, Table,
    drawing::over_epochs,
    statistics::{Estimate, float},
};

pub(crate) const QUESTION: &str =
    "Does a batch that grows do what a rate that falls does, in fewer updates?";

pub(crate) const SWEEPS: [&str; 10] = [
    include_str!("../sweeps/smith-sgd.yaml"),
    include_str!("../sweeps/smith-sgd-constant.yaml"),
    include_str!("../sweeps/smith-sgd-rate.yaml"),
    include_str!("../sweeps/smith-sgd-momentum.yaml"),
    include_str!("../sweeps/smith-sgd-unscaled.yaml"),
    include_str!("../sweeps/smith-sgd-both.yaml"),
    include_str!("../sweeps/smith-momentum.yaml"),
    include_str!("../sweeps/smith-momentum-constant.yaml"),
    include_str!("../sweeps/smith-adam.yaml"),
    include_str!("../sweeps/smith-adam-constant.yaml"),
];

/// The loss that decides.
const LOSS: &str = "whole_train_loss";

/// A policy that is to do what the decay does strays by less than this part of the decay's effect.
const SAME_BELOW: f64 = 0.1;

/// And its accuracy differs by less than so many points.
const POINTS_BELOW: f64 = 0.5;

/// A control strays by more than this part.
const CONTROL_ABOVE: f64 = 0.3;

/// How far Adam strays: the rule does not hold for it, and it must not be told as equal.
const ADAM: [f64; 2] = [0.1, 0.5];

/// How many updates the decay, the hybrid and the growing batch make.
const UPDATES: [u64; 3] = [12_288, 5_376, 4_080];

pub(crate) fn judge(records: &Records) -> Result<Report, Error> {
    let groups = policy::all(records)?;
    let [sgd, momentum, nesterov, adam] = &groups;
    let mut outcomes = Vec::new();
    for group in [sgd, momentum, nesterov] {
        outcomes.push(same(group)?);
        outcomes.push(accurate(group)?);
    }
    outcomes.push(updates(&groups)?);
    outcomes.push(controls(sgd)?);
    outcomes.push(exception(adam)?);
    let tables = groups.iter().map(table).collect::<Result<_, _>>()?;
    let notes = vec![
        "Effect: how far the constant rate strays from the decay, at the epoch where it does most. Stray: the \
         same of another policy, in parts of the effect. The larger rate and the larger momentum stray most in \
         the first epochs, whose updates are few; nothing has to come out of that. Where the loss of the constant \
         rate ends below that of the decay, as Adam's does, the decay came too early for its task."
            .to_owned(),
    ];
    let figures = vec![figure(&groups)?];
    Ok(Report { study: "smith", question: QUESTION, outcomes, tables, notes, figures })
}

fn same(group: &Group<'_>) -> Result<Outcome, Error> {
    let strays = [group.stray(group.hybrid())?, group.stray(group.growth())?];
    Ok(Outcome::new(
        format!("{}: the hybrid and the growing batch stray by less than {SAME_BELOW}", group.name),
        format!("{:.3} and {:.3}", strays[0], strays[1]),
        strays.iter().all(|it| *it < SAME_BELOW),
    ))
}

fn accurate(group: &Group<'_>) -> Result<Outcome, Error> {
    let points = [group.points(group.hybrid())?, group.points(group.growth())?];
    Ok(Outcome::new(
        format!("{}: their accuracy differs by less than {POINTS_BELOW} points", group.name),
        format!("{:.2} and {:.2} points", points[0], points[1]),
        points.iter().all(|it| it.mean.abs() < POINTS_BELOW),
    ))
}

fn updates(groups: &[Group<'_>]) -> Result<Outcome, Error> {
    let mut made = Vec::new();
    for group in groups {
        let policies = [group.decay(), group.hybrid(), group.growth()];
        let [decay, hybrid, growth] = policies.map(|it| it.seeds.updates());
        made.push([decay?, hybrid?, growth?]);
    }
    let [all, hybrid, growth] = UPDATES;
    Ok(Outcome::new(
        format!("decay, hybrid and growing batch make {all}, {hybrid} and {growth} updates"),
        format!("{:?}", made[0]),
        made.iter().all(|it| *it == UPDATES),
    ))
}

fn controls(sgd: &Group<'_>) -> Result<Outcome, Error> {
    let strays =
        [sgd.stray(sgd.named("control: larger batch"))?, sgd.stray(sgd.named("control: both"))?];
    Ok(Outcome::new(
        format!(
            "SGD: a larger batch at the same rate, and a batch that grows while the rate falls, stray by more \
             than {CONTROL_ABOVE}"
        ),
        format!("{:.2} and {:.2}", strays[0], strays[1]),
        strays.iter().all(|it| *it > CONTROL_ABOVE),
    ))
}

fn exception(adam: &Group<'_>) -> Result<Outcome, Error> {
    let stray = adam.stray(adam.growth())?;
    let [low, high] = ADAM;
    Ok(Outcome::new(
        format!("Adam is the exception: its growing batch strays by {low} to {high}"),
        format!("{stray:.2}"),
        (low..=high).contains(&stray),
    ))
}

fn table(group: &Group<'_>) -> Result<Table, Error> {
    let head = ["policy", "updates", "loss", "loss above decay", "points above decay", "stray"];
    let title = format!("{}: the decay's effect is {:.4}", group.name, group.effect()?);
    let mut table = Table::new(&title, &head);
    let decay = group.decay().seeds.last(LOSS)?;
    for policy in &group.policies {
        let losses = policy.seeds.last(LOSS)?;
        table.rows.push(vec![
            policy.name.to_owned(),
            policy.seeds.updates()?.to_string(),
            format!("{:.4}", Estimate::of(&losses)),
            format!("{:.4}", Estimate::of_difference(&losses, &decay)),
            format!("{:.2}", group.points(policy)?),
            format!("{:.3}", group.stray(policy)?),
        ]);
    }
    Ok(table)
}

fn figure(groups: &[Group<'_>]) -> Result<Figure, Error> {
    Ok(Figure {
        title: "How far the loss on the training set lies above that of the decay".to_owned(),
        panels: groups.iter().map(panel).collect::<Result<_, _>>()?,
        ..Figure::default()
    })
}

fn panel(group: &Group<'_>) -> Result<Panel, Error> {
    // The decay itself is the zero, and what has not begun to learn would press the rest together.
    let left_out = ["decay", "control: larger batch"];
    let told = group.policies.iter().filter(|it| !left_out.contains(&it.name));
    let lines = told.map(|policy| {
        let above = group.above_decay(policy)?.into_iter().enumerate();
        let points = above.map(|(epoch, it)| (float(epoch), Some(it))).collect();
        Ok(Line { name: policy.name.to_owned(), points, band: Vec::new() })
    });
    Ok(over_epochs(group.name, lines.collect::<Result<_, _>>()?))
}
