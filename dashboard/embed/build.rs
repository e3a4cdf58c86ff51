//! Chooses what is embedded: the pages that Vite built into `dist`, or the page that stands in for them.

use std::{env, fs, path::Path};

/// Set to 1 by those who ship: then pages that were not built are an error.
const REQUIRE: &str = "RATESMITH_REQUIRE_DASHBOARD";

fn main() {
    println!("cargo:rerun-if-env-changed={REQUIRE}");
    // Cargo would build again each time if the folder that it watches were not there.
    let dist = Path::new("dist");
    fs::create_dir_all(dist).expect("the crate's own folder can be written");
    println!("cargo:rerun-if-changed=dist");
    println!("cargo:rerun-if-changed=standin");
    let is_built = dist.join("index.html").is_file();
    assert!(
        is_built || env::var(REQUIRE).as_deref() != Ok("1"),
        "{REQUIRE} is set and dashboard/dist is missing: run `make dashboard` first (it needs Node and npm)",
    );
    println!("cargo:rustc-env=DASHBOARD_IS_BUILT={is_built}");
    memory_serve::load_directory_with_embed(if is_built { "dist" } else { "standin" }, true);
}
