//! Brings numbers to a share of the way along an axis, and finds the numbers that are worth a label.

use crate::Axis;

/// How numbers are spread along an axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spread {
    /// Equal differences are equally long.
    #[default]
    Linear,
    /// Equal factors are equally long; what is not above 0 has no place.
    Log,
}

/// About how many labels an axis has.
const TICKS: u32 = 6;
/// The room left at both ends, as a share of what lies between.
const ROOM: f64 = 0.03;
/// Up to so many powers of ten there are lines between them.
const FINE_DECADES: usize = 6;

/// One axis, from end to end. The ends of a logarithmic one are logarithms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    spread: Spread,
    low: f64,
    high: f64,
}

impl Scale {
    /// From one of the axis's ends to the other; where it has none, over what is drawn.
    pub(crate) fn along(axis: &Axis, values: impl Iterator<Item = f64>) -> Self {
        let ends = axis.ends.and_then(|(low, high)| {
            Some((place(axis.spread, low)?, place(axis.spread, high)?)).filter(|it| it.0 < it.1)
        });
        match ends {
            Some((low, high)) => Self { spread: axis.spread, low, high },
            None => Self::over(axis.spread, values),
        }
    }

    /// From the lowest to the highest of the numbers that have a place.
    pub(crate) fn over(spread: Spread, values: impl Iterator<Item = f64>) -> Self {
        let places = values.filter_map(|it| place(spread, it));
        let (low, high) = places.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
            (low.min(it), high.max(it))
        });
        if low > high {
            return Self { spread, low: 0.0, high: 1.0 };
        }
        // Numbers that are all the same stand in the middle.
        let least = match spread {
            Spread::Linear => (low.abs() * 1e-3).max(f64::MIN_POSITIVE),
            Spread::Log => 0.05,
        };
        let room = ((high / 2.0 - low / 2.0) * 2.0 * ROOM).clamp(least, f64::MAX * ROOM);
        Self { spread, low: (low - room).max(f64::MIN), high: (high + room).min(f64::MAX) }
    }

    /// How far along the axis `value` lies: 0 at its low end, 1 at its high end; nothing where it has no place.
    pub(crate) fn share(&self, value: f64) -> Option<f64> {
        let place = place(self.spread, value)?;
        // Halved, for the difference of two numbers may be beyond all numbers.
        Some((place / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0))
    }

    /// The numbers that are labelled, in order.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        match self.spread {
            Spread::Linear => even(self.low, self.high),
            Spread::Log => {
                let powers = self.powers();
                if powers.len() >= 3 {
                    let each = powers.len().div_ceil(TICKS as usize);
                    return powers.into_iter().step_by(each).collect();
                }
                let between = self.multiples(&[1.0, 2.0, 5.0]);
                if between.len() >= 3 { between } else { even(self.from(), self.to()) }
            }
        }
    }

    /// The numbers between the labels that get a line of their own.
    pub(crate) fn between(&self) -> Vec<f64> {
        match self.spread {
            Spread::Log if self.powers().len() <= FINE_DECADES => {
                self.multiples(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0])
            }
            Spread::Log | Spread::Linear => Vec::new(),
        }
    }

    fn from(&self) -> f64 {
        10_f64.powf(self.low)
    }

    fn to(&self) -> f64 {
        10_f64.powf(self.high).min(f64::MAX)
    }

    fn powers(&self) -> Vec<f64> {
        self.multiples(&[1.0])
    }

    /// These multiples of powers of ten, as far as they lie on a logarithmic axis.
    fn multiples(&self, of: &[f64]) -> Vec<f64> {
        #[expect(clippy::cast_possible_truncation, reason = "exponents are small")]
        let powers = self.low.floor() as i32..=self.high.floor() as i32;
        powers
            .flat_map(|power| of.iter().filter_map(move |it| format!("{it}e{power}").parse().ok()))
            .filter(|it| self.share(*it).is_some_and(|it| (0.0..=1.0).contains(&it)))
            .collect()
    }
}

/// Round numbers at even distances.
fn even(low: f64, high: f64) -> Vec<f64> {
    let rough = high / f64::from(TICKS) - low / f64::from(TICKS);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|it| it * power).into_iter().find(|it| *it >= rough);
    let Some(step) = step.filter(|it| it.is_normal()) else { return vec![low, high] };
    let first = (low / step).ceil();
    // Multiplied, not summed up: 0.3 stays 0.3.
    let ticks = (0..=2 * TICKS).map(|it| (first + f64::from(it)) * step);
    ticks.take_while(|it| *it <= high).map(|it| if it == 0.0 { 0.0 } else { it }).collect()
}

fn place(spread: Spread, value: f64) -> Option<f64> {
    let place = match spread {
        Spread::Linear => value,
        Spread::Log if value > 0.0 => value.log10(),
        Spread::Log => return None,
    };
    place.is_finite().then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(spread: Spread, ends: [f64; 2]) -> Vec<f64> {
        Scale::over(spread, ends.into_iter()).ticks()
    }

    #[test]
    fn labels_are_round_numbers() {
        let close = |a: &[f64], b: &[f64]| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12)
        };
        let linear = ticks(Spread::Linear, [0.0, 1.0]);
        assert!(close(&linear, &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), "{linear:?}");
        assert_eq!(ticks(Spread::Log, [1e-4, 1.0]), [1e-4, 1e-3, 1e-2, 0.1, 1.0]);
        assert_eq!(ticks(Spread::Log, [0.1, 1.0]), [0.1, 0.2, 0.5, 1.0]);
        assert!(ticks(Spread::Log, [0.1, 0.11]).len() >= 3);
        assert!(ticks(Spread::Log, [1e-300, 1e300]).len() <= 7);
    }

    #[test]
    fn numbers_without_a_place_do_not_move_the_ends() {
        let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1.0, 0.1, 10.0];
        let scale = Scale::over(Spread::Log, odd.into_iter());
        assert!(odd[..5].iter().all(|it| scale.share(*it).is_none()));
        assert!((scale.share(1.0).unwrap() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn every_axis_has_room_however_far_or_near_its_ends() {
        let far =
            [[-f64::MAX, f64::MAX], [0.0, 0.0], [5e-324, 5e-324], [1e308, 1.1e308], [3.0, 3.0]];
        for ends in far {
            for spread in [Spread::Linear, Spread::Log] {
                let scale = Scale::over(spread, ends.into_iter());
                let shares: Vec<f64> = ends.iter().filter_map(|it| scale.share(*it)).collect();
                assert!(shares.iter().all(|it| (0.0..=1.0).contains(it)), "{ends:?} {shares:?}");
                assert!(scale.ticks().iter().all(|it| it.is_finite()), "{ends:?}");
            }
        }
        assert!(!Scale::over(Spread::Linear, std::iter::empty()).ticks().is_empty());
    }
}
