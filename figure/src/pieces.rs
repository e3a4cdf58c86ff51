//! What is left of a line between its gaps, and within the box that it is drawn in.

use crate::{axes::Axes, canvas::Place};

/// The pieces of a line within the box, each of at least one place.
pub(crate) fn line(axes: &Axes, points: &[(f64, Option<f64>)]) -> Vec<Vec<Place>> {
    let places = points.iter().map(|(x, y)| axes.place(*x, (*y)?));
    let whole = pieces(places);
    whole.into_iter().flat_map(|it| within(&it, axes.top, axes.bottom)).collect()
}

/// What lies between the gaps.
pub(crate) fn pieces<T>(items: impl Iterator<Item = Option<T>>) -> Vec<Vec<T>> {
    let mut pieces = vec![Vec::new()];
    for item in items {
        match (item, pieces.last_mut()) {
            (Some(item), Some(piece)) => piece.push(item),
            (Some(_) | None, _) => pieces.push(Vec::new()),
        }
    }
    pieces.retain(|it| !it.is_empty());
    pieces
}

/// What of a line lies between two heights. Where it crosses one of them it ends there.
fn within(line: &[Place], top: f64, bottom: f64) -> Vec<Vec<Place>> {
    // A hair more than the box, for what lies on its edge.
    let is_in = |it: &Place| (top - 0.5..=bottom + 0.5).contains(&it.1);
    if line.iter().all(is_in) {
        return vec![line.to_vec()];
    }
    // The edge through which one goes to a place outside, or comes from it.
    let edge = |it: &Place| if it.1 < top { top } else { bottom };
    let mut kept: Vec<Option<Place>> = Vec::new();
    for (at, place) in line.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|it| line.get(it));
        if let Some(before) = before {
            match (is_in(before), is_in(place)) {
                (true, false) => kept.push(Some(crossing(*before, *place, edge(place)))),
                (false, true) => kept.push(Some(crossing(*before, *place, edge(before)))),
                // It passes through.
                (false, false) if (before.1 < top) != (place.1 < top) => {
                    let edges = [before, place].map(edge);
                    kept.extend(edges.map(|it| Some(crossing(*before, *place, it))));
                }
                // It stays within, or beside.
                (true, true) | (false, false) => {}
            }
        }
        kept.push(is_in(place).then_some(*place));
    }
    pieces(kept.into_iter())
}

/// Where the way from one place to another crosses a height that lies between them.
fn crossing(from: Place, to: Place, height: f64) -> Place {
    let share = ((height - from.1) / (to.1 - from.1)).clamp(0.0, 1.0);
    (from.0 + share * (to.0 - from.0), height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_leaves_the_box_ends_at_its_edge_and_goes_on_where_it_comes_back() {
        let line = [(0.0, 5.0), (1.0, -5.0), (2.0, 5.0), (3.0, 15.0)];
        let kept = within(&line, 0.0, 10.0);
        let first = vec![(0.0, 5.0), (0.5, 0.0)];
        let second = vec![(1.5, 0.0), (2.0, 5.0), (2.5, 10.0)];
        assert_eq!(kept, [first, second]);
    }

    #[test]
    fn a_line_through_the_box_is_seen_where_it_is_in_it_and_one_beside_it_is_not() {
        assert_eq!(within(&[(0.0, -10.0), (1.0, 30.0)], 0.0, 10.0), [[(0.25, 0.0), (0.5, 10.0)]]);
        assert!(within(&[(0.0, -10.0), (1.0, -20.0)], 0.0, 10.0).is_empty());
    }

    #[test]
    fn a_line_within_the_box_stays_as_it_is() {
        let line = [(0.0, 0.0), (1.0, 10.0), (2.0, 5.0)];
        assert_eq!(within(&line, 0.0, 10.0), [line]);
    }
}
