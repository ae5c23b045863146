//! The one door: `cargo xtask` alone prints the jobs.

fn main() {}
