//! Habits of the house that the compiler does not know about.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, path::Path};

#[test]
fn every_file_says_what_it_is_for_and_the_rules_know_nothing_of_the_outside() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rooms = [
        "search",
        "figure",
        "trainer",
        "fused",
        "proto",
        "server",
        "worker",
        "cli",
        "studies",
        "dashboard/embed",
    ];
    for room in rooms {
        let mut files = Vec::new();
        rust_files(&house.join(room), &mut files);
        for path in files {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//!"), "{}: say what this file is for", path.display());
        }
    }
    for (room, outsiders) in [
        ("search", ["tokio", "sqlx", "axum", "tonic", "prost", "reqwest", "tracing"].as_slice()),
        ("figure", &["tokio", "search", "server"]),
        ("studies", &["tokio", "sqlx", "axum", "tonic", "reqwest", "trainer", "server"]),
        ("trainer", &["tokio", "sqlx", "axum", "tonic", "reqwest"]),
        ("fused", &["tokio", "sqlx", "axum", "tonic", "reqwest"]),
        ("worker", &["sqlx", "axum", "server"]),
        ("server", &["trainer", "worker"]),
        ("cli", &["sqlx"]),
    ] {
        let manifest = fs::read_to_string(house.join(room).join("Cargo.toml")).unwrap();
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap();
        for outsider in outsiders {
            let named = dependencies.lines().any(|it| {
                it.starts_with(&format!("{outsider}.")) || it.starts_with(&format!("{outsider} "))
            });
            assert!(!named, "{room} may not depend on {outsider}");
        }
    }
}

fn rust_files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}
