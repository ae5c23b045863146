//! Where recordings are: those of this repository, by deployment, and those a user names.

mod deployments;
mod embedded;
mod recording_file;

pub use deployments::{Deployment, FOLDER, deployments, folder, ours};
pub use embedded::embedded;
pub use recording_file::RecordingFile;
