//! The sweeps to start from can all be submitted, and say what they ask.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{collections::BTreeMap, fs, path::Path};

use search::{
    document::Node,
    sweep::{Method, Sweep},
};

fn files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sweeps");
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries
        .map(|it| (it.file_name().into_string().unwrap(), fs::read_to_string(it.path()).unwrap()));
    files.collect()
}

fn read(text: &str) -> Sweep {
    Sweep::read(&Node::from_text(text).unwrap()).unwrap()
}

#[test]
fn every_sweep_is_valid_and_named_after_its_file() {
    let files = files();
    assert!(files.len() >= 6);
    for (file, text) in files {
        assert_eq!(format!("{}.yaml", read(&text).name), file);
    }
}

#[test]
fn every_sweep_begins_with_the_question_it_asks() {
    for (file, text) in files() {
        let header = text.lines().take_while(|line| line.starts_with("# ")).collect::<String>();
        assert!(header.contains('?'), "{file}");
    }
}

#[test]
fn there_is_one_for_each_method() {
    let files = files();
    for (_, method) in Method::NAMES {
        assert!(files.values().any(|text| read(text).method == method), "{method:?}");
    }
}

#[test]
fn the_demos_grid_has_24_rates_with_3_seeds() {
    let grid = read(&files()["digits-grid.yaml"]);
    assert_eq!((grid.configurations, grid.replicates), (24, 3));
}
