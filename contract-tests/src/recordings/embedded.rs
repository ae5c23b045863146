//! Our own recordings, in this binary: it judges them wherever it runs.

use super::{Deployment, RecordingFile};

/// A deployment and its files, each as a name and what it holds.
type Files = (&'static str, &'static [(&'static str, &'static [u8])]);

/// Files of a deployment's folder, by their names without `.har`.
macro_rules! files {
    ($deployment:literal: $($name:literal)*) => {
        ($deployment, &[$((
            concat!("contract-tests/recordings/", $deployment, "/", $name, ".har"),
            include_bytes!(concat!("../../recordings/", $deployment, "/", $name, ".har")),
        )),*])
    };
}

const EMBEDDED: &[Files] = &[
    files!("new-api-2026-07": "allow-ips" "authorisation" "bad-requests" "create" "languages" "lifecycle" "model-requests" "names" "omitted-fields" "pages" "parallel" "rate-limited" "status" "values"),
    files!("new-api-2025-04": "allow-ips" "authorisation" "bad-requests" "create" "languages" "lifecycle" "model-requests" "names" "omitted-fields" "pages" "parallel" "status" "values"),
];

/// The deployments of which we keep recordings, newest name first, as they were when this was built.
pub fn embedded() -> Vec<Deployment> {
    let file = |&(name, bytes): &(&'static str, &'static [u8])| RecordingFile::Embedded { name, bytes };
    let deployment =
        |(name, files): &Files| Deployment { name: (*name).to_owned(), files: files.iter().map(file).collect() };
    EMBEDDED.iter().map(deployment).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{deployments, folder};
    use super::*;

    #[test]
    fn they_are_those_of_the_repository() {
        let there = deployments(&folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()).unwrap();
        let told = |deployments: &[Deployment]| -> Vec<(String, String, Vec<u8>)> {
            let of = |deployment: &Deployment, file: &RecordingFile| {
                (deployment.name.clone(), file.shown(), file.read().unwrap().into_owned())
            };
            deployments.iter().flat_map(|one| one.files.iter().map(|file| of(one, file)).collect::<Vec<_>>()).collect()
        };
        assert!(told(&there) == told(&embedded()), "a file is new or gone: name it in recordings/embedded.rs");
    }
}
