//! A course can be left at any moment and taken up again.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use search::{
    config::{Budget, TrialConfig},
    course::{Course, Moment, Terms, Update},
    document::Node,
    metric::Metric,
    schedule::Watched,
};

/// How many samples an epoch has.
const SAMPLES: u64 = 10;

const COURSES: [(&str, Budget); 7] = [
    ("schedule: {kind: one_cycle}", Budget::Epochs(3)),
    ("schedule: {kind: cosine, warmup: {steps: 4}}", Budget::Steps(9)),
    ("schedule: {kind: exponential, gamma: 0.5, unit: epoch}", Budget::Epochs(3)),
    ("schedule: {kind: range, start: 0.1, end: 10, steps: 7}", Budget::Epochs(1)),
    (
        "schedule: {kind: plateau, patience: 0, factor: 0.5, cooldown: 1, threshold: 0.3}",
        Budget::Epochs(8),
    ),
    ("batch_schedule: {kind: grow, milestones: [1, 2, 2, 4], factor: 1.5}", Budget::Epochs(6)),
    (
        "batch_schedule: {kind: grow, milestones: [0, 3], factor: 2, cap: skip, max_batch: 7}",
        Budget::Steps(17),
    ),
];

#[test]
fn a_course_that_was_left_goes_on_as_if_it_had_not_been() {
    for (sections, budget) in COURSES {
        let steps = course(sections, budget).steps();
        let whole = walk(course(sections, budget), steps).1;
        for left in 0..=steps {
            let (at, mut updates) = walk(course(sections, budget), left);
            let again = course(sections, budget).at(at.moment()).unwrap();
            updates.extend(walk(again, steps).1);
            assert_eq!(updates, whole, "{sections}: left after {left}");
        }
    }
}

#[test]
fn a_course_never_comes_to_a_moment_of_another() {
    let (cosine, plateau) =
        (course(COURSES[1].0, COURSES[1].1), course(COURSES[4].0, COURSES[4].1));
    let seen = Watched { best: Some(0.5), bad: 1, cooling: 0 };
    assert!(cosine.at(Moment { watched: Some(seen), ..cosine.moment() }).is_none());
    assert!(plateau.at(Moment { watched: None, ..plateau.moment() }).is_none());
    assert!(cosine.at(Moment { made: 10, ..cosine.moment() }).is_none());
}

/// Makes so many updates at most. A plateau is told that nothing gets better, but in every third epoch.
fn walk(mut course: Course, updates: u64) -> (Course, Vec<Update>) {
    let mut made = Vec::new();
    while made.len() as u64 != updates
        && let Some(update) = course.next()
    {
        if update.ends_epoch {
            course.tell(if update.epoch.is_multiple_of(3) { 0.5 / update.lr } else { 9.0 });
        }
        made.push(update);
    }
    (course, made)
}

fn course(sections: &str, budget: Budget) -> Course {
    let train = "train: {builtin: {dataset: digits, model: {kind: mlp}}, epochs: 1, batch_size: 3}";
    let config = format!("{{{train}, optimizer: {{lr: 0.1, momentum: 0.9}}, {sections}}}");
    let config = TrialConfig::read(&Node::from_yaml(&config).unwrap()).unwrap();
    Course::new(Terms {
        lr: config.optimizer.lr,
        schedule: &config.schedule,
        growth: config.growth.as_ref(),
        batch_size: config.train.batch_size,
        samples: SAMPLES,
        budget,
        metric: &Metric::default(),
    })
}
