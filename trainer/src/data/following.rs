//! What follows each character of a text's sequences.

use std::sync::Arc;

/// The symbol after each of a sequence's, for many sequences of a text.
#[derive(Clone, Debug)]
pub struct Following {
    /// The text, which others see as well.
    symbols: Arc<[u16]>,
    length: usize,
    /// Which sequences of the text these are.
    rows: Vec<u32>,
    kinds: usize,
}

impl Following {
    /// For all sequences of a text, one after the other, each with so many symbols out of so many kinds. What
    /// does not fill a sequence, and one symbol more, is left out.
    pub(super) fn new(symbols: Arc<[u16]>, length: usize, kinds: usize) -> Self {
        let rows = symbols.len().saturating_sub(1) / length;
        let rows = u32::try_from(rows).expect("texts have far fewer sequences");
        Self { symbols, length, rows: (0..rows).collect(), kinds }
    }

    /// How many sequences there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many symbols a sequence has.
    pub fn length(&self) -> usize {
        self.length
    }

    /// How many kinds of symbols there are.
    pub(super) fn kinds(&self) -> usize {
        self.kinds
    }

    /// What follows each symbol of a sequence.
    pub fn row(&self, row: usize) -> &[u16] {
        &self.symbols[self.rows[row] as usize * self.length + 1..][..self.length]
    }

    /// Shows what follows, sequence by sequence, as bytes.
    pub(super) fn digest(&self, see: &mut dyn FnMut(&[u8])) {
        see(b"following");
        see(&(self.length as u64).to_le_bytes());
        let mut bytes = Vec::with_capacity(2 * self.length);
        for row in 0..self.len() {
            bytes.clear();
            bytes.extend(self.row(row).iter().flat_map(|it| it.to_le_bytes()));
            see(&bytes);
        }
    }

    /// These of the sequences, in this order.
    pub(super) fn pick(&self, rows: &[usize]) -> Self {
        let rows = rows.iter().map(|row| self.rows[*row]).collect();
        Self { symbols: Arc::clone(&self.symbols), rows, ..*self }
    }
}
