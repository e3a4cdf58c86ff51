//! The points of one attempt that the coordinator has not acknowledged yet.
//!
//! Points are numbered from 0. What was sent stays until it is acknowledged, so that an answer
//! that asks for older points again ("rewinds") can be obeyed.

use std::collections::VecDeque;

use proto::v1;
use search::curve::Points;

/// Points are kept in runs of so many, so that dropping the acknowledged ones stays cheap.
const RUN: usize = 1_000;

/// What the lists of a run take, beside their contents.
const RUN_BYTES: usize = 128;

/// The unacknowledged points of one attempt.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    first_seq: u64,
    runs: VecDeque<Points>,
    len: usize,
    bytes: usize,
    closed: bool,
}

/// The beginning of a buffer, ready to send.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Part {
    /// The number of the first point.
    pub(crate) first_seq: u64,
    /// The points.
    pub(crate) points: Vec<v1::Points>,
    /// How many they are.
    pub(crate) len: usize,
    /// At most so many bytes they take on the wire.
    pub(crate) bytes: usize,
    /// Whether the buffer holds nothing else.
    pub(crate) whole: bool,
}

/// What an acknowledgement says about points that were sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acked {
    /// All of them are stored.
    All,
    /// Some must be sent again.
    Rewound,
    /// The coordinator lacks points that it had acknowledged: they are gone.
    Lost,
}

impl Part {
    /// The number of the point after the last one.
    pub(crate) fn end_seq(&self) -> u64 {
        self.first_seq + self.len as u64
    }
}

impl Buffer {
    /// Adds a point. Returns how many bytes the buffer grew by.
    pub(crate) fn push(&mut self, step: u64, metrics: &[(&str, f64)]) -> usize {
        if self.closed {
            return 0;
        }
        let before = self.bytes;
        let last = self.runs.back_mut().filter(|it| it.len() < RUN);
        if !last.is_some_and(|it| it.push(step, metrics)) {
            let mut run = Points::default();
            run.push(step, metrics);
            self.bytes += head_bytes(&run);
            self.runs.push_back(run);
        }
        self.bytes += row_bytes(metrics.len());
        self.len += 1;
        self.bytes - before
    }

    /// The first points: `points_max` at most, and no more than fit in `bytes_max`, but one.
    pub(crate) fn peek(&self, points_max: usize, bytes_max: usize) -> Part {
        let mut part = Part { first_seq: self.first_seq, ..Part::default() };
        for run in &self.runs {
            let (head, row) = (head_bytes(run), row_bytes(run.metrics.len()));
            let room = bytes_max.saturating_sub(part.bytes + head) / row;
            let count = run.len().min(points_max - part.len).min(room);
            let count = if part.len == 0 { count.max(1) } else { count };
            if count > 0 {
                part.points.push(first(run, count));
                part.len += count;
                part.bytes += head + count * row;
            }
            if count < run.len() {
                break;
            }
        }
        part.whole = part.len == self.len;
        part
    }

    /// The coordinator has stored `next_seq` points, after those before `end_seq` were sent.
    /// Returns what that means, and how many bytes the buffer shrank by.
    pub(crate) fn acked(&mut self, next_seq: u64, end_seq: u64) -> (Acked, usize) {
        let Some(stored) = next_seq.checked_sub(self.first_seq) else {
            return (Acked::Lost, 0);
        };
        let freed = self.drop_first(usize::try_from(stored).unwrap_or(usize::MAX).min(self.len));
        (if next_seq < end_seq { Acked::Rewound } else { Acked::All }, freed)
    }

    /// Forgets all points, and those to come. Returns how many bytes were freed.
    pub(crate) fn close(&mut self) -> usize {
        self.closed = true;
        self.runs.clear();
        self.len = 0;
        std::mem::take(&mut self.bytes)
    }

    /// Whether all of it goes into one part within these bounds.
    pub(crate) fn fits(&self, points_max: usize, bytes_max: usize) -> bool {
        self.len <= 1 || self.len <= points_max && self.bytes <= bytes_max
    }

    /// How many points there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// How many bytes they take, in memory and at most on the wire.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    fn drop_first(&mut self, mut count: usize) -> usize {
        let before = self.bytes;
        self.first_seq += count as u64;
        self.len -= count;
        while count > 0
            && let Some(run) = self.runs.pop_front()
        {
            let gone = count.min(run.len());
            self.bytes -= gone * row_bytes(run.metrics.len());
            if gone < run.len() {
                self.runs.push_front(run.skip(gone));
            } else {
                self.bytes -= head_bytes(&run);
            }
            count -= gone;
        }
        before - self.bytes
    }
}

/// What a step and its values take: in memory to the byte, on the wire at most.
fn row_bytes(metrics: usize) -> usize {
    size_of::<u64>() + metrics * size_of::<f64>()
}

/// What a run takes beside its points.
fn head_bytes(run: &Points) -> usize {
    let names = run.metrics.iter().map(|name| size_of::<String>() + name.len());
    RUN_BYTES + names.sum::<usize>()
}

fn first(run: &Points, count: usize) -> v1::Points {
    v1::Points {
        metrics: run.metrics.clone(),
        steps: run.steps[..count].to_vec(),
        values: run.values[..count * run.metrics.len()].to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(points: u64) -> Buffer {
        let mut buffer = Buffer::default();
        for step in 0..points {
            #[expect(clippy::cast_precision_loss, reason = "small")]
            buffer.push(step, &[("loss", step as f64)]);
        }
        buffer
    }

    fn steps(part: &Part) -> Vec<u64> {
        part.points.iter().flat_map(|it| it.steps.iter().copied()).collect()
    }

    #[test]
    fn what_is_sent_stays_until_it_is_acknowledged() {
        let mut buffer = filled(5);
        let part = buffer.peek(3, usize::MAX);
        assert_eq!((part.first_seq, part.end_seq(), part.whole), (0, 3, false));
        assert_eq!(buffer.peek(3, usize::MAX), part);
        assert_eq!(buffer.acked(3, 3).0, Acked::All);
        let rest = buffer.peek(9, usize::MAX);
        assert_eq!((rest.first_seq, steps(&rest), rest.whole), (3, vec![3, 4], true));
    }

    #[test]
    fn a_smaller_acknowledgement_rewinds() {
        let mut buffer = filled(5);
        assert_eq!(buffer.acked(2, 5).0, Acked::Rewound);
        assert_eq!(steps(&buffer.peek(9, usize::MAX)), [2, 3, 4]);
        assert_eq!(buffer.acked(1, 5), (Acked::Lost, 0));
        assert_eq!(buffer.acked(5, 5).0, Acked::All);
        assert_eq!((buffer.len(), buffer.bytes()), (0, 0));
    }

    #[test]
    fn an_acknowledgement_beyond_the_last_point_is_taken_for_the_last() {
        let mut buffer = filled(2);
        assert_eq!(buffer.acked(u64::MAX, 2).0, Acked::All);
        assert_eq!(buffer.peek(9, usize::MAX).first_seq, 2);
    }

    #[test]
    fn points_with_other_metrics_make_a_run_of_their_own() {
        let mut buffer = filled(2);
        buffer.push(2, &[("loss", 0.5), ("accuracy", 0.9)]);
        let part = buffer.peek(9, usize::MAX);
        let metrics: Vec<usize> = part.points.iter().map(|it| it.metrics.len()).collect();
        assert_eq!((metrics, part.len), (vec![1, 2], 3));
        assert_eq!(part.points[1].values, [0.5, 0.9]);
    }

    #[test]
    fn bytes_are_counted_in_and_out_across_runs() {
        let mut buffer = filled(2_500);
        let grown = buffer.bytes();
        let (_, freed) = buffer.acked(1_200, 1_200);
        assert_eq!(freed + buffer.bytes(), grown);
        assert_eq!(buffer.peek(1_000, usize::MAX).len, 1_000);
        let (_, rest) = buffer.acked(2_500, 2_500);
        assert_eq!((freed + rest, buffer.bytes()), (grown, 0));
    }

    #[test]
    fn the_bytes_of_a_part_are_an_upper_bound_and_a_part_is_never_empty() {
        let buffer = filled(3_000);
        let part = buffer.peek(3_000, 10_000);
        let encoded: usize = part.points.iter().map(prost::Message::encoded_len).sum();
        assert!(encoded <= part.bytes && part.bytes <= 10_000 && part.len > 500);
        assert_eq!(buffer.peek(3_000, 0).len, 1);
        assert_eq!(Buffer::default().peek(3_000, 10_000).len, 0);
    }

    #[test]
    fn a_closed_buffer_takes_nothing_more() {
        let mut buffer = filled(3);
        let bytes = buffer.bytes();
        assert_eq!(buffer.close(), bytes);
        assert_eq!(buffer.push(3, &[("loss", 1.0)]), 0);
        assert_eq!((buffer.len(), buffer.bytes()), (0, 0));
    }
}
