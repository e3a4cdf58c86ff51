//! The training loop of a bundle: members go side by side, update by update, and leave one by one.

use std::ops::ControlFlow;

use burn_tensor::backend::AutodiffBackend;
use search::course::Update;
use trainer::{Due, Ending, Error, Measured, Member, Moment, Part, Score};

use crate::{Hear, Heard, group::Group, table::Tables};

/// When at least this share of the computation is for members that have left, it is made smaller: moving
/// the others costs about as much as an update.
const LEFT_MAX: f64 = 0.25;

/// Members in training.
pub(crate) struct Bundle<'a, 'h, A: AutodiffBackend> {
    /// The networks, in the order of the seats.
    pub(crate) group: Group<'a, A>,
    /// Whose network stands where: who has left keeps the seat until the computation is made smaller.
    pub(crate) seats: Vec<Seat<'a>>,
    pub(crate) tables: &'a Tables<A::InnerBackend>,
    /// How many rows are scored at a time.
    pub(crate) scored: usize,
    pub(crate) hear: &'a mut Hear<'h>,
}

/// A member's place in the computation.
pub(crate) struct Seat<'a> {
    /// Its number among those that the bundle began with.
    pub(crate) number: usize,
    pub(crate) member: Member<'a>,
    /// Whether it has ended.
    pub(crate) left: bool,
}

impl<A: AutodiffBackend> Bundle<'_, '_, A> {
    /// Trains all to the end of each.
    pub(crate) fn train(&mut self) {
        self.begin();
        while let Some(updates) = self.updates() {
            self.learn(&updates);
            self.shrink();
        }
    }

    /// The point before training.
    fn begin(&mut self) {
        let mut before = self.measure(Due::Point);
        if before.iter().any(|it| it.training.is_none()) {
            // Members have their data in common.
            let rows = self.seats[0].member.sample();
            let scores = self.group.score(self.tables.part(Part::Training), &rows, self.scored);
            before.iter_mut().zip(scores).for_each(|(it, score)| it.training = Some(score));
        }
        for (seat, measured) in self.seats.iter_mut().zip(&before) {
            let flow = seat.member.begin(measured, &mut seat_observer(seat.number, self.hear));
            seat.ends(flow, self.hear);
        }
    }

    /// The next update of each member, if any is still in training. Those that have none left are done. Members have
    /// the same batches: one whose update is on fewer or more rows than the first one's is not of this bundle.
    fn updates(&mut self) -> Option<Vec<Option<Update>>> {
        let mut rows = None;
        let mut updates = Vec::with_capacity(self.seats.len());
        for seat in &mut self.seats {
            if seat.left {
                updates.push(None);
                continue;
            }
            let update = seat.member.next();
            let count = seat.member.rows().len();
            match update {
                None => seat.leaves(Ok(seat.member.completed()), self.hear),
                Some(_) if *rows.get_or_insert(count) != count => {
                    seat.leaves(Err(unlike()), self.hear);
                }
                Some(_) => (),
            }
            updates.push(update.filter(|_| !seat.left));
        }
        updates.iter().any(Option::is_some).then_some(updates)
    }

    fn learn(&mut self, updates: &[Option<Update>]) {
        let active = self.seats.iter().find(|it| !it.left).expect("somebody is in training");
        // Who has left learns what somebody else does; nobody looks at the outcome.
        let anybody = active.member.rows();
        let rows: Vec<u32> = self
            .seats
            .iter()
            .flat_map(|it| if it.left { anybody } else { it.member.rows() })
            .copied()
            .collect();
        for (seat, update) in updates.iter().enumerate() {
            if let Some(momentum) = update.as_ref().and_then(|it| it.momentum) {
                self.group.set_momentum(seat, momentum);
            }
        }
        let rates: Vec<f64> =
            updates.iter().map(|it| it.as_ref().map_or(0.0, |it| it.lr)).collect();
        let moment = |(seat, update): (&Seat<'_>, &Option<Update>)| Moment {
            seed: seat.member.job().seed,
            update: update.as_ref().map_or(0, |it| it.step),
        };
        let moments: Vec<Moment> = self.seats.iter().zip(updates).map(moment).collect();
        let table = self.tables.part(Part::Training);
        let scores = self.group.learn(table, &rows, &rates, &moments);
        let mut dues = vec![Due::Nothing; self.seats.len()];
        for ((seat, score), due) in self.seats.iter_mut().zip(&scores).zip(&mut dues) {
            if !seat.left {
                *due = seat.member.learned(score);
            }
        }
        match dues.iter().max() {
            Some(due @ (Due::Validation | Due::Point)) => self.tell(*due, &dues),
            Some(Due::Nothing) | None => (),
        }
    }

    /// Measures all, as far as anybody asks for it, and tells those who asked.
    fn tell(&mut self, most: Due, dues: &[Due]) {
        let measured = self.measure(most);
        for ((seat, due), measured) in self.seats.iter_mut().zip(dues).zip(&measured) {
            if *due > Due::Nothing {
                let flow =
                    seat.member.measured(measured, &mut seat_observer(seat.number, self.hear));
                seat.ends(flow, self.hear);
            }
        }
    }

    fn measure(&self, due: Due) -> Vec<Measured> {
        let validation = self.score_all(Part::Validation);
        let mut all: Vec<Measured> = validation
            .into_iter()
            .map(|validation| Measured { validation, ..Measured::default() })
            .collect();
        if due < Due::Point {
            return all;
        }
        let first = &self.seats[0].member;
        for group in first.groups() {
            let table = self.tables.part(group.part);
            let scores = self.group.score(table, &group.rows, self.scored);
            all.iter_mut().zip(scores).for_each(|(it, score)| it.groups.push(score));
        }
        if first.scores_training() {
            let scores = self.score_all(Part::Training);
            all.iter_mut().zip(scores).for_each(|(it, score)| it.training = Some(score));
        }
        all
    }

    fn score_all(&self, part: Part) -> Vec<Score> {
        let table = self.tables.part(part);
        let rows: Vec<u32> = (0..).take(table.rows()).collect();
        self.group.score(table, &rows, self.scored)
    }

    /// Makes the computation smaller, where enough have left.
    fn shrink(&mut self) {
        let staying: Vec<usize> =
            (0..self.seats.len()).filter(|it| !self.seats[*it].left).collect();
        let left = self.seats.len() - staying.len();
        #[expect(clippy::cast_precision_loss, reason = "a bundle is small")]
        let share = left as f64 / self.seats.len() as f64;
        if staying.is_empty() || share < LEFT_MAX {
            return;
        }
        self.group.keep(&staying);
        self.seats.retain(|it| !it.left);
    }
}

impl Seat<'_> {
    /// Leaves, if it is broken off.
    fn ends(&mut self, flow: ControlFlow<Ending>, hear: &mut Hear<'_>) {
        if let ControlFlow::Break(ending) = flow {
            self.leaves(Ok(ending), hear);
        }
    }

    fn leaves(&mut self, result: Result<Ending, Error>, hear: &mut Hear<'_>) {
        if !self.left {
            self.left = true;
            // There is nothing to go on with, whatever the answer.
            let _ = hear(self.number, Heard::End(result));
        }
    }
}

/// Tells the points of one member.
fn seat_observer<'a>(
    number: usize,
    hear: &'a mut Hear<'_>,
) -> impl FnMut(trainer::Point<'_>) -> ControlFlow<()> + 'a {
    move |point| hear(number, Heard::Point(point))
}

fn unlike() -> Error {
    Error::Invalid(
        "its batches differ from those of the other members of its bundle; trials are trained together only if \
         their batches are alike"
            .into(),
    )
}
