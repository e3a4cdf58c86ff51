//! A coordinator, a few workers and a network that loses, repeats and reorders what they say.

use std::collections::BTreeMap;

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use search::{
    loss::Loss,
    time::Timestamp,
    trial::{Ending, Event, Halt, Holder, Lease, Outcome, Refusal, Score, State, Trial},
};

use super::laws;

/// How a trial changes; the right one is [`Trial::after`].
pub(crate) type Rule = fn(&Trial, Event<'_>) -> Result<Trial, Refusal>;

/// What happened in a history, in words, and how often.
pub(crate) type Story = BTreeMap<&'static str, u32>;

const TRIALS: usize = 3;
const WORKERS: [&str; 3] = ["ada", "bob", "eve"];
const ATTEMPTS_MAX: u32 = 3;

/// How long a lease lasts; a step takes up to 2.
const LEASE: i64 = 12;

/// Something on its way.
#[derive(Clone, Copy, Debug)]
enum Message {
    Ask { worker: usize, request: u64 },
    Granted { worker: usize, trial: usize, attempt: u32 },
    Say { worker: usize, trial: usize, attempt: u32, sent: i64, what: What },
}

/// What a worker says of an attempt.
#[derive(Clone, Copy, Debug)]
enum What {
    Alive,
    Completed,
    Failed { permanent: bool },
    Stopped,
    Cancelled,
    HandedBack,
}

struct World {
    rule: Rule,
    rng: ChaCha8Rng,
    now: i64,
    trials: Vec<Trial>,
    messages: Vec<Message>,
    /// What each worker believes it holds.
    held: [Vec<(usize, u32)>; WORKERS.len()],
    requests: u64,
    peaceful: bool,
    story: Story,
}

/// Plays the history of `seed` under `rule`, to the law that is broken or to the end.
pub(crate) fn play(seed: u64, rule: Rule) -> Result<Story, String> {
    let mut world = World {
        rule,
        rng: ChaCha8Rng::seed_from_u64(seed),
        now: 0,
        trials: vec![Trial::queued(ATTEMPTS_MAX); TRIALS],
        messages: Vec::new(),
        held: <[Vec<_>; WORKERS.len()]>::default(),
        requests: 0,
        peaceful: false,
        story: Story::new(),
    };
    let told = world.trouble().and_then(|()| world.peace());
    told.map_err(|broken| format!("seed {seed}, at {}: {broken}", world.now))?;
    Ok(world.story)
}

impl World {
    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.rng.next_u64() % count as u64).expect("below a usize")
    }

    /// A while in which anything may happen.
    fn trouble(&mut self) -> Result<(), String> {
        for _ in 0..60 {
            self.now += i64::from(self.rng.next_u32() % 3);
            match self.below(21) {
                0..7 => self.act(),
                7..15 => self.deliver()?,
                15..17 => self.tick()?,
                17 => {
                    let crashed = self.below(WORKERS.len());
                    self.held[crashed].clear();
                }
                18 => {
                    let trial = self.below(TRIALS);
                    self.happens(trial, &Event::Retry)?;
                }
                19 => {
                    let trial = self.below(TRIALS);
                    let halt = match self.below(4) {
                        0 => Halt::Diverge,
                        _ => Halt::Stop(score(trial, self.trials[trial].attempt)),
                    };
                    self.happens(trial, &Event::Halt(halt))?;
                }
                _ => {
                    let trial = self.below(TRIALS * 4);
                    if trial < TRIALS {
                        self.happens(trial, &Event::Cancel)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Then nothing goes wrong any more, and every trial must come to its end.
    fn peace(&mut self) -> Result<(), String> {
        self.peaceful = true;
        for _ in 0..50 {
            if self.trials.iter().all(Trial::is_over) {
                return self.trials.iter().enumerate().try_for_each(laws::at_the_end);
            }
            self.now += 2;
            self.tick()?;
            for worker in 0..WORKERS.len() {
                match self.held[worker].pop() {
                    Some(held) => self.say(worker, held, What::Completed),
                    None => self.ask(worker),
                }
            }
            for message in std::mem::take(&mut self.messages) {
                self.arrives(message)?;
            }
        }
        Err("the search never ends".into())
    }

    /// Some worker does something.
    fn act(&mut self) {
        let worker = self.below(WORKERS.len());
        if self.held[worker].is_empty() || self.below(4) == 0 {
            return self.ask(worker);
        }
        let at = self.below(self.held[worker].len());
        let what = match self.below(13) {
            0..5 => What::Alive,
            5..7 => What::Completed,
            7..9 => What::Failed { permanent: self.below(6) == 0 },
            9 => What::Cancelled,
            10 => What::Stopped,
            _ => What::HandedBack,
        };
        // It goes on until it hears an answer, so it may well end an attempt in two ways.
        let held = self.held[worker][at];
        if self.below(2) == 0 && !matches!(what, What::Alive) {
            self.held[worker].remove(at);
        }
        self.say(worker, held, what);
    }

    fn ask(&mut self, worker: usize) {
        self.requests += 1;
        self.messages.push(Message::Ask { worker, request: self.requests });
    }

    fn say(&mut self, worker: usize, (trial, attempt): (usize, u32), what: What) {
        self.messages.push(Message::Say { worker, trial, attempt, sent: self.now, what });
    }

    /// Any message arrives, or is lost, or arrives and stays to arrive again.
    fn deliver(&mut self) -> Result<(), String> {
        if self.messages.is_empty() {
            return Ok(());
        }
        let at = self.below(self.messages.len());
        match self.below(8) {
            0 => {
                self.messages.swap_remove(at);
                Ok(())
            }
            1 => self.arrives(self.messages[at]),
            _ => {
                let message = self.messages.swap_remove(at);
                self.arrives(message)
            }
        }
    }

    fn arrives(&mut self, message: Message) -> Result<(), String> {
        match message {
            Message::Ask { worker, request } => self.grant(worker, request),
            Message::Granted { worker, trial, attempt } => {
                self.held[worker].push((trial, attempt));
                Ok(())
            }
            Message::Say { worker, trial, attempt, sent, what } => {
                let by = Holder { worker: WORKERS[worker], attempt };
                let later = Timestamp(self.now + 5);
                let finish = |ending| Event::Finish(by, ending, later);
                let event = match what {
                    What::Alive => Event::Renew(by, Timestamp(sent + LEASE)),
                    What::Completed => finish(Ending::Completed(result(trial, attempt))),
                    What::Failed { permanent } => {
                        finish(Ending::Failed { error: "no memory left".into(), permanent })
                    }
                    What::Stopped => finish(Ending::Stopped),
                    What::Cancelled => finish(Ending::Cancelled),
                    What::HandedBack => Event::Release(by),
                };
                self.happens(trial, &event)
            }
        }
    }

    /// The coordinator's part: the same request has the same answer, and a trial waits for its time.
    /// Now and then it looks at an old list of the trials.
    fn grant(&mut self, worker: usize, request: u64) -> Result<(), String> {
        let request = request.to_string();
        let any = (!self.peaceful && self.below(6) == 0).then(|| self.below(TRIALS));
        let held = |it: &Trial| matches!(&it.state, State::Running(l) if l.request == request);
        let waits = |it: &Trial| matches!(it.state, State::Queued(at) if at.0 <= self.now);
        if !self.trials.iter().any(held)
            && let Some(trial) = any.or_else(|| self.trials.iter().position(waits))
        {
            let (worker, request) = (WORKERS[worker].to_owned(), request.clone());
            let until = Timestamp(self.now + LEASE);
            let lease = Lease { worker, request, until, cancelled: false, halt: None };
            self.happens(trial, &Event::Lease(lease))?;
        }
        if let Some(trial) = self.trials.iter().position(held) {
            let attempt = self.trials[trial].attempt;
            self.messages.push(Message::Granted { worker, trial, attempt });
        }
        Ok(())
    }

    fn tick(&mut self) -> Result<(), String> {
        (0..TRIALS).try_for_each(|trial| self.happens(trial, &Event::Tick(Timestamp(self.now))))
    }

    /// Applies the rule, and looks whether it kept the laws.
    fn happens(&mut self, trial: usize, event: &Event<'_>) -> Result<(), String> {
        let before = self.trials[trial].clone();
        let after = (self.rule)(&before, event.clone());
        if let Some(seen) = laws::seen(&before, event, after.as_ref()) {
            *self.story.entry(seen).or_default() += 1;
        }
        let after = after.unwrap_or_else(|_| before.clone());
        laws::kept(trial, &before, event, &after)
            .map_err(|law| format!("{law}: {event:?} made {after:?} of {before:?}"))?;
        self.trials[trial] = after;
        Ok(())
    }
}

/// What a trial had come to, saying whose it is.
pub(crate) fn score(trial: usize, attempt: u32) -> Score {
    let Outcome::Finite { value, first } = result(trial, attempt) else { panic!("it is finite") };
    Score { value, first }
}

/// A result that says whose it is.
pub(crate) fn result(trial: usize, attempt: u32) -> Outcome {
    let mark = f64::from(attempt) + 0.001 * f64::from(u32::try_from(trial).expect("a few"));
    Outcome::Finite { value: Loss::new(mark).expect("a finite mark"), first: None }
}
