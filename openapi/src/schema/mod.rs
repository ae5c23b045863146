//! Schema Objects of OpenAPI 3.0, and whether an instance fits one.

mod conversion;
mod endless;
mod validator;
mod violation;

pub use conversion::{Direction, json_schema};
pub use validator::{InstanceValidator, SchemaError};
pub use violation::Violation;

pub(crate) use endless::endless;
pub(crate) use validator::Aspect;
