//! Against sums by hand.

use pulp::Arch;

use super::*;

const SYMBOLS: [u32; 4] = [2, 0, 2, 1];

#[test]
fn a_row_is_the_symbols_numbers_and_the_places() {
    let mut into = Grid::new(4, 2);
    let symbols = [1.0, 2.0, 0.0, 3.0, 4.0, 0.0, 5.0, 6.0, 0.0];
    let places = [10.0, 20.0, 0.0, 30.0, 40.0, 0.0];
    let tables = Tables { symbols: &symbols[..], places: &places[..], stride: 3 };
    Arch::new().dispatch(Embed { symbols: &SYMBOLS, length: 2, width: 2, tables, into: &mut into });
    let rows: Vec<&[f32]> = into.rows(4).map(|row| &row[..2]).collect();
    assert_eq!(rows, [[15.0, 26.0], [31.0, 42.0], [15.0, 26.0], [33.0, 44.0]]);
}

#[test]
fn slopes_gather_by_symbol_and_by_place() {
    let mut errors = Grid::new(4, 2);
    for (at, row) in (1_u8..).zip(errors.rows_mut(4)) {
        row[..2].copy_from_slice(&[f32::from(at), f32::from(at * 10)]);
    }
    let (mut by_symbol, mut by_place) = (vec![0.5; 9], vec![7.0; 6]);
    let slopes = Tables { symbols: &mut by_symbol[..], places: &mut by_place[..], stride: 3 };
    let backwards =
        EmbedBackwards { symbols: &SYMBOLS, length: 2, width: 2, errors: &errors, slopes };
    Arch::new().dispatch(backwards);
    assert_eq!(by_symbol, [2.5, 20.5, 0.5, 4.5, 40.5, 0.5, 4.5, 40.5, 0.5]);
    assert_eq!(by_place, [4.0, 40.0, 0.0, 6.0, 60.0, 0.0]);
}
