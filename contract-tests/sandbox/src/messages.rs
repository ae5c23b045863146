//! The words of refusals.

use crate::profile::Messages;
use crate::refusal::{KeyRefusal, Malformed, Refusal};

/// The language that a request asks for, as far as a server of the family has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Simplified,
    Traditional,
}

impl Language {
    /// The first language of an `Accept-Language` value.
    pub(crate) fn asked_for(value: Option<&str>) -> Self {
        let first = value.unwrap_or_default().split([',', ';']).next().unwrap_or_default().trim().to_ascii_lowercase();
        match first.as_str() {
            "zh-tw" | "zh-hk" | "zh-hant" => Self::Traditional,
            other if other == "zh" || other.starts_with("zh-") => Self::Simplified,
            _ => Self::English,
        }
    }
}

/// What a refusal of one of the five operations says.
pub(crate) fn of(messages: Messages, refusal: &Refusal, language: Language) -> String {
    match messages {
        Messages::Documented => documented(refusal),
        Messages::NewApi2026 => new_api_2026(refusal, language),
        Messages::NewApi2025 => new_api_2025(refusal),
    }
}

fn documented(refusal: &Refusal) -> String {
    match refusal {
        Refusal::TokenMissing => "access token missing".to_owned(),
        Refusal::TokenWrong => "access token not valid".to_owned(),
        Refusal::Malformed(Malformed::Empty) => "request body missing".to_owned(),
        Refusal::Malformed(_) => "request body is not JSON".to_owned(),
        Refusal::NoObject { found } => format!("request body must be an object, not {found}"),
        Refusal::WrongType { member, found, expected } => {
            format!("{member} must be {}, not {found}", expected.documented())
        }
        Refusal::NoId => "id missing".to_owned(),
        Refusal::PathId(_) => "id must be an integer".to_owned(),
        Refusal::NotFound => "key not found".to_owned(),
        Refusal::NameTooLong => "token name is too long".to_owned(),
        Refusal::StatusUnknown => "status must be 1, 2, 3 or 4".to_owned(),
        Refusal::AllowListEntry(_) => "allow_ips must hold addresses and networks, one a line".to_owned(),
        Refusal::GroupUnavailable(group) => format!("no access to group {group}"),
        Refusal::QuotaNegative | Refusal::QuotaTooLarge(_) => "remain_quota is out of range".to_owned(),
        Refusal::StillExpired => "the key has expired".to_owned(),
        Refusal::StillExhausted => "the key has no quota left".to_owned(),
    }
}

fn new_api_2026(refusal: &Refusal, language: Language) -> String {
    use Language::{English, Simplified, Traditional};
    let text = match (refusal, language) {
        (Refusal::TokenMissing | Refusal::TokenWrong, _) => "Unauthorized, invalid access token",
        (Refusal::NameTooLong, English) => "Token name is too long",
        (Refusal::NameTooLong, Simplified) => "令牌名称过长",
        (Refusal::NameTooLong, Traditional) => "令牌名稱過長",
        (Refusal::QuotaNegative, _) => "Quota value cannot be negative",
        (Refusal::QuotaTooLarge(most), _) => return format!("Quota value exceeds valid range, maximum is {most}"),
        (Refusal::StillExpired, _) => {
            "Token has expired and cannot be enabled. Please modify the expiration time or set it to never expire"
        }
        (Refusal::StillExhausted, _) => {
            "Token quota is exhausted and cannot be enabled. Please modify the remaining quota or set it to unlimited"
        }
        _ => return go(refusal),
    };
    text.to_owned()
}

fn new_api_2025(refusal: &Refusal) -> String {
    let text = match refusal {
        Refusal::TokenMissing => "无权进行此操作，未登录且未提供 access token",
        Refusal::TokenWrong => "无权进行此操作，access token 无效",
        Refusal::NameTooLong => "令牌名称过长",
        Refusal::StillExpired => "令牌已过期，无法启用，请先修改令牌过期时间，或者设置为永不过期",
        Refusal::StillExhausted => "令牌可用额度已用尽，无法启用，请先修改令牌剩余额度，或者设置为无限额度",
        _ => return go(refusal),
    };
    text.to_owned()
}

/// What both servers say alike: the messages of their language and of their database.
fn go(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Malformed(Malformed::Empty) => "EOF".to_owned(),
        Refusal::Malformed(Malformed::CutShort) => "unexpected EOF".to_owned(),
        Refusal::Malformed(Malformed::Character(character)) => {
            format!("invalid character {} looking for beginning of value", quoted(*character))
        }
        Refusal::Malformed(Malformed::Other) => "invalid JSON".to_owned(),
        Refusal::NoObject { found } => format!("json: cannot unmarshal {found} into Go value of type model.Token"),
        Refusal::WrongType { member, found, expected } => {
            format!("json: cannot unmarshal {found} into Go struct field Token.{member} of type {}", expected.go())
        }
        Refusal::PathId(text) => format!("strconv.Atoi: parsing {text:?}: invalid syntax"),
        Refusal::NoId => "id 或 userId 为空！".to_owned(),
        Refusal::NotFound => "record not found".to_owned(),
        // What these servers do not check has no words of theirs.
        other => documented(other),
    }
}

fn quoted(character: char) -> String {
    format!("'{}'", character.escape_default())
}

/// What a refused model request says: status, code, message.
pub(crate) fn of_model_request(
    messages: Messages,
    refusal: KeyRefusal,
    masked_key: &str,
) -> (u16, &'static str, String) {
    match messages {
        Messages::Documented => {
            let text = match refusal {
                KeyRefusal::Unknown => "API key missing or not valid",
                KeyRefusal::Disabled => "API key disabled",
                KeyRefusal::Expired | KeyRefusal::MarkedExpired => "API key expired",
                KeyRefusal::Exhausted | KeyRefusal::MarkedExhausted => "API key has no quota left",
                KeyRefusal::Address => "this address is not on the allow list of the API key",
            };
            (if refusal == KeyRefusal::Address { 403 } else { 401 }, "invalid_api_key", text.to_owned())
        }
        Messages::NewApi2026 if refusal == KeyRefusal::Address => {
            (403, "access_denied", "您的 IP 不在令牌允许访问的列表中".to_owned())
        }
        Messages::NewApi2026 => (401, "", "Invalid token".to_owned()),
        Messages::NewApi2025 => {
            let text = match refusal {
                KeyRefusal::Unknown => "无效的令牌".to_owned(),
                KeyRefusal::Expired | KeyRefusal::MarkedExpired => "该令牌已过期".to_owned(),
                KeyRefusal::Exhausted => {
                    format!("[{masked_key}] 该令牌额度已用尽 !token.UnlimitedQuota && token.RemainQuota = 0")
                }
                KeyRefusal::MarkedExhausted => format!("该令牌额度已用尽 TokenStatusExhausted[{masked_key}]"),
                KeyRefusal::Disabled | KeyRefusal::Address => "该令牌状态不可用".to_owned(),
            };
            (401, "", text)
        }
    }
}
