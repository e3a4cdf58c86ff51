//! An engine for tests: it trains the members of a bundle each by our own trainer, all of them at the same point at any time.

use std::{
    ops::ControlFlow,
    sync::{
        Arc, Mutex,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use search::config::{Dataset, Task};
use tokio::sync::watch;
use trainer::{Data, Ending, Error, Job, Point};
use worker::{Hear, Heard, Together, Training};

/// How many members each bundle had that was trained.
pub(crate) type Sizes = Arc<Mutex<Vec<usize>>>;

/// Holds a bundle up at a point, until it is told to go on.
#[derive(Clone, Debug)]
pub(crate) struct Gate {
    at: Option<u64>,
    reached: watch::Sender<bool>,
    opened: watch::Sender<bool>,
}

/// What a member says.
enum Said {
    Point(u64, Vec<(String, f64)>),
    End(Result<Ending, Error>),
}

impl Gate {
    /// One that holds nothing up.
    pub(crate) fn open() -> Self {
        Self { at: None, reached: watch::Sender::default(), opened: watch::Sender::default() }
    }

    /// One at the point of this number, before anybody has told it.
    pub(crate) fn at(point: u64) -> Self {
        Self { at: Some(point), ..Self::open() }
    }

    /// Waits until a bundle is there.
    pub(crate) async fn reached(&self) {
        self.reached.subscribe().wait_for(|it| *it).await.unwrap();
    }

    pub(crate) fn go_on(&self) {
        self.opened.send_replace(true);
    }

    fn pass(&self, point: u64) {
        if self.at == Some(point) {
            self.reached.send_replace(true);
            let mut opened = self.opened.subscribe();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async { opened.wait_for(|it| *it).await.map(drop).unwrap() });
        }
    }
}

/// Trains alone what is alone, and bundles in lock step.
pub(crate) fn training(gate: &Gate, sizes: &Sizes) -> Training {
    let (gate, sizes) = (gate.clone(), Arc::clone(sizes));
    let together = Together::new(
        |_| Ok(100),
        move |jobs, hear| {
            sizes.lock().unwrap().push(jobs.len());
            train(jobs, &gate, hear);
        },
    );
    alone().with_bundles(together)
}

/// Each trial by itself.
pub(crate) fn alone() -> Training {
    Training::alone(|job, observe| trainer::train(job, Some(&data(job)), observe))
}

/// The data of a job.
pub(crate) fn data(job: Job<'_>) -> Data {
    Data::load(dataset(job), std::path::Path::new(".")).unwrap()
}

fn dataset(job: Job<'_>) -> &Dataset {
    let Task::Builtin(it) = &job.config.train.task else { panic!("nothing to be trained") };
    &it.dataset
}

fn train(jobs: &[Job<'_>], gate: &Gate, hear: &mut Hear<'_>) {
    let data = data(jobs[0]);
    thread::scope(|scope| {
        let mut members: Vec<(usize, Receiver<Said>, Sender<ControlFlow<()>>)> = Vec::new();
        for (member, job) in jobs.iter().enumerate() {
            let ((say, said), (answer, answered)) = (mpsc::channel(), mpsc::channel());
            let data = &data;
            scope.spawn(move || {
                let mut observe = |point: Point<'_>| {
                    let metrics = point.metrics.iter().map(|(name, it)| ((*name).to_owned(), *it));
                    say.send(Said::Point(point.step, metrics.collect())).unwrap();
                    answered.recv().unwrap()
                };
                let ended = trainer::train(*job, Some(data), &mut observe);
                say.send(Said::End(ended)).unwrap();
            });
            members.push((member, said, answer));
        }
        for point in 0.. {
            if members.is_empty() {
                break;
            }
            gate.pass(point);
            members.retain(|(member, said, answer)| match said.recv().unwrap() {
                Said::End(ended) => {
                    assert!(hear(*member, Heard::End(ended)).is_break());
                    false
                }
                Said::Point(step, metrics) => {
                    let metrics: Vec<_> =
                        metrics.iter().map(|(name, it)| (name.as_str(), *it)).collect();
                    answer
                        .send(hear(*member, Heard::Point(Point { step, metrics: &metrics })))
                        .unwrap();
                    true
                }
            });
        }
    });
}
