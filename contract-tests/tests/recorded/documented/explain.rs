use cometapi_keys::Error;

pub fn explain(error: &Error) -> String {
    match error {
        Error::Refused { message, .. } => format!("the server refuses: {message:?}"),
        Error::Unauthorized { .. } => "the access token is not valid".to_owned(),
        Error::Throttled { retry_after, .. } => format!("too fast, wait {retry_after:?}"),
        Error::NotApplied { fields, record } => format!("{fields:?} of {} are not as they were sent", record.id),
        Error::InvalidInput { argument, why } => format!("{argument}: {why}"),
        other if other.is_retryable() => format!("{other}: try again"),
        other => other.to_string(),
    }
}
