//! The editable fields of a key.

use std::ops::{Index, IndexMut};

use serde_json::Value;

/// An editable field, in the order of the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// `name`
    Name,
    /// `status`
    Status,
    /// `expired_time`
    ExpiredTime,
    /// `remain_quota`
    RemainQuota,
    /// `unlimited_quota`
    UnlimitedQuota,
    /// `model_limits_enabled`
    ModelLimitsEnabled,
    /// `model_limits`
    ModelLimits,
    /// `allow_ips`
    AllowIps,
    /// `group`
    Group,
    /// `cross_group_retry`
    CrossGroupRetry,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::Status,
        Self::ExpiredTime,
        Self::RemainQuota,
        Self::UnlimitedQuota,
        Self::ModelLimitsEnabled,
        Self::ModelLimits,
        Self::AllowIps,
        Self::Group,
        Self::CrossGroupRetry,
    ];

    /// Its name in a body.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Status => "status",
            Self::ExpiredTime => "expired_time",
            Self::RemainQuota => "remain_quota",
            Self::UnlimitedQuota => "unlimited_quota",
            Self::ModelLimitsEnabled => "model_limits_enabled",
            Self::ModelLimits => "model_limits",
            Self::AllowIps => "allow_ips",
            Self::Group => "group",
            Self::CrossGroupRetry => "cross_group_retry",
        }
    }

    /// Whether a value is of the stated JSON type. One that is not is the schema's matter, and says nothing here.
    pub fn has_type(self, value: &Value) -> bool {
        match self {
            Self::Name | Self::ModelLimits | Self::Group => value.is_string(),
            Self::Status | Self::ExpiredTime | Self::RemainQuota => value.is_i64(),
            Self::UnlimitedQuota | Self::ModelLimitsEnabled | Self::CrossGroupRetry => value.is_boolean(),
            Self::AllowIps => value.is_string() || value.is_null(),
        }
    }

    /// Whether two values mean the same: null and the empty string both lift the restriction of addresses.
    pub fn same(self, one: &Value, other: &Value) -> bool {
        one == other || (self == Self::AllowIps && is_lifted(one) && is_lifted(other))
    }

    /// Whether a value is the empty one of its type: what a reset leaves on most servers.
    pub fn is_empty(self, value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Bool(value) => !value,
            Value::String(text) => text.is_empty(),
            Value::Number(number) => number.as_i64() == Some(0),
            _ => false,
        }
    }
}

/// Whether a value of `allow_ips` restricts nothing.
pub fn is_lifted(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// A value for every editable field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldMap<T>([T; 10]);

impl<T> FieldMap<T> {
    /// One value for each, by field.
    pub fn from_fn(mut of: impl FnMut(Field) -> T) -> Self {
        Self(Field::ALL.map(&mut of))
    }

    /// Every field with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &T)> {
        Field::ALL.into_iter().zip(&self.0)
    }
}

impl<T> Index<Field> for FieldMap<T> {
    type Output = T;

    fn index(&self, field: Field) -> &T {
        &self.0[field as usize]
    }
}

impl<T> IndexMut<Field> for FieldMap<T> {
    fn index_mut(&mut self, field: Field) -> &mut T {
        &mut self.0[field as usize]
    }
}
