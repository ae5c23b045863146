// Generated from openapi/cometapi-keys.yaml 0.1.0 by progenitor: do not edit. After a change of the document run
// `cargo xtask generate`.
//
// Document: sha256:38ae576d0f8b456d84c7475490202499a2d22cdcb7bf7ec0a05cf0a7d47f5524

#[allow(unused_imports)]
pub use progenitor_client::{ByteStream, ClientInfo, Error, ResponseValue};
#[allow(unused_imports)]
use progenitor_client::{encode_path, ClientHooks, OperationInfo, RequestBuilderExt};
/// Types used as operation parameters and responses.
#[allow(clippy::all)]
pub mod types {
    ///An API key as list, get and update answer it. Every record carries all sixteen fields.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ApiKey {
        ///When the key was last used, in Unix seconds.
        pub accessed_time: i64,
        /// The addresses that model requests may come from: IPv4 or IPv6, single or CIDR, separated by line feeds. Null or an empty string lifts the restriction.
        #[serde(deserialize_with = "crate::required_nullable")]
        pub allow_ips: ::std::option::Option<crate::AllowList>,
        ///When the key was created, in Unix seconds.
        pub created_time: i64,
        ///Whether to retry across groups. It means something only with an auto-routed group such as `auto`.
        pub cross_group_retry: bool,
        /// When the key expires, in Unix seconds; -1 for never. A past time blocks model requests.
        pub expired_time: crate::Expiry,
        /// The group that the key is bound to, one available to the account; empty for none.
        pub group: crate::Group,
        /// The id of a key, as a list gives it.
        pub id: crate::KeyId,
        ///The API key itself, in clear, to be used as `Bearer` for model requests. A live secret.
        pub key: crate::KeySecret,
        /// Comma-separated model ids, as `/v1/models` lists them, that the key may use when `model_limits_enabled` is true; empty for no list.
        pub model_limits: crate::ModelLimits,
        ///Whether only the models of `model_limits` may be used. When false, `model_limits` has no effect.
        pub model_limits_enabled: bool,
        ///The name to show.
        pub name: ::std::string::String,
        /// The quota left, in CometAPI's internal quota units. At 0 model requests are rejected, unless `unlimited_quota` is true.
        pub remain_quota: crate::Quota,
        /// 1 enabled, 2 disabled, 3 expired, 4 quota exhausted. Model requests work with 1 only.
        pub status: crate::KeyStatus,
        ///Whether the key works however little quota is left.
        pub unlimited_quota: bool,
        ///The quota that the key has consumed, in CometAPI's internal quota units.
        pub used_quota: i64,
        ///The account that the key belongs to.
        pub user_id: i64,
    }
    ///A page of keys.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct ApiKeyPage {
        ///The keys of this page, newest first.
        #[serde(deserialize_with = "crate::objects")]
        pub items: ::std::vec::Vec<ApiKey>,
        ///The number of this page, counted from 1.
        pub page: i64,
        ///How many keys a page holds, at most 100.
        pub page_size: i64,
        ///How many keys the account has.
        pub total: i64,
    }
    ///A key to be created. What fields become that are left out is not documented.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, Default, PartialEq)]
    pub struct CreateApiKey {
        /// The addresses that model requests may come from: IPv4 or IPv6, single or CIDR, separated by line feeds. Null or an empty string lifts the restriction.
        #[serde(default, skip_serializing_if = "crate::Optional::is_omitted")]
        pub allow_ips: crate::Optional<crate::AllowList>,
        ///Whether to retry across groups. It means something only with an auto-routed group such as `auto`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cross_group_retry: ::std::option::Option<bool>,
        /// When the key expires, in Unix seconds; -1 for never. A past time blocks model requests.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expired_time: ::std::option::Option<crate::Expiry>,
        /// The group that the key is bound to, one available to the account; empty for none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub group: ::std::option::Option<crate::Group>,
        /// Comma-separated model ids, as `/v1/models` lists them, that the key may use when `model_limits_enabled` is true; empty for no list.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_limits: ::std::option::Option<crate::ModelLimits>,
        ///Whether only the models of `model_limits` may be used. When false, `model_limits` has no effect.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_limits_enabled: ::std::option::Option<bool>,
        /// A name of up to 50 Unicode characters. A longer one is refused.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<crate::KeyName>,
        /// The quota left, in CometAPI's internal quota units. At 0 model requests are rejected, unless `unlimited_quota` is true.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub remain_quota: ::std::option::Option<crate::Quota>,
        ///Whether the key works however little quota is left.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub unlimited_quota: ::std::option::Option<bool>,
    }
    ///Empty on success as a rule; on a failure the reason, in a language of the server's choice.
    #[derive(
        ::serde::Deserialize,
        ::serde::Serialize,
        Clone,
        Debug,
        Eq,
        Hash,
        Ord,
        PartialEq,
        PartialOrd
    )]
    #[serde(transparent)]
    pub struct Message(pub ::std::string::String);
    impl ::std::ops::Deref for Message {
        type Target = ::std::string::String;
        fn deref(&self) -> &::std::string::String {
            &self.0
        }
    }
    impl ::std::convert::From<Message> for ::std::string::String {
        fn from(value: Message) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<::std::string::String> for Message {
        fn from(value: ::std::string::String) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for Message {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for Message {
        type Err = ::std::convert::Infallible;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.to_string()))
        }
    }
    ///What a refused request is answered with, whatever the operation.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct Refusal {
        /// Empty on success as a rule; on a failure the reason, in a language of the server's choice.
        pub message: Message,
        /// Whether the request was carried out. False is a failure, even with HTTP 200.
        pub success: Success,
    }
    ///Whether the request was carried out. False is a failure, even with HTTP 200.
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    #[serde(transparent)]
    pub struct Success(pub bool);
    impl ::std::ops::Deref for Success {
        type Target = bool;
        fn deref(&self) -> &bool {
            &self.0
        }
    }
    impl ::std::convert::From<Success> for bool {
        fn from(value: Success) -> Self {
            value.0
        }
    }
    impl ::std::convert::From<bool> for Success {
        fn from(value: bool) -> Self {
            Self(value)
        }
    }
    impl ::std::fmt::Display for Success {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            self.0.fmt(f)
        }
    }
    impl ::std::str::FromStr for Success {
        type Err = <bool as ::std::str::FromStr>::Err;
        fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
            Ok(Self(value.parse()?))
        }
    }
    impl ::std::convert::TryFrom<&str> for Success {
        type Error = <bool as ::std::str::FromStr>::Err;
        fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }
    impl ::std::convert::TryFrom<String> for Success {
        type Error = <bool as ::std::str::FromStr>::Err;
        fn try_from(value: String) -> ::std::result::Result<Self, Self::Error> {
            value.parse()
        }
    }
    /**A key's record as it is to be stored. Only `id` is required, but a field that is left out may be reset: send every
editable field.
*/
    #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
    pub struct UpdateApiKey {
        /// The addresses that model requests may come from: IPv4 or IPv6, single or CIDR, separated by line feeds. Null or an empty string lifts the restriction.
        #[serde(default, skip_serializing_if = "crate::Optional::is_omitted")]
        pub allow_ips: crate::Optional<crate::AllowList>,
        ///Whether to retry across groups. It means something only with an auto-routed group such as `auto`.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub cross_group_retry: ::std::option::Option<bool>,
        /// When the key expires, in Unix seconds; -1 for never. A past time blocks model requests.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub expired_time: ::std::option::Option<crate::Expiry>,
        /// The group that the key is bound to, one available to the account; empty for none.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub group: ::std::option::Option<crate::Group>,
        /// The id of a key, as a list gives it.
        pub id: crate::KeyId,
        /// Comma-separated model ids, as `/v1/models` lists them, that the key may use when `model_limits_enabled` is true; empty for no list.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_limits: ::std::option::Option<crate::ModelLimits>,
        ///Whether only the models of `model_limits` may be used. When false, `model_limits` has no effect.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub model_limits_enabled: ::std::option::Option<bool>,
        /// A name of up to 50 Unicode characters. A longer one is refused.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub name: ::std::option::Option<crate::KeyName>,
        /// The quota left, in CometAPI's internal quota units. At 0 model requests are rejected, unless `unlimited_quota` is true.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub remain_quota: ::std::option::Option<crate::Quota>,
        /// 1 enabled, 2 disabled, 3 expired, 4 quota exhausted. Model requests work with 1 only.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub status: ::std::option::Option<crate::KeyStatus>,
        ///Whether the key works however little quota is left.
        #[serde(skip_serializing_if = "::std::option::Option::is_none")]
        pub unlimited_quota: ::std::option::Option<bool>,
    }
    /// Error types.
    pub mod error {
        /// Error from a `TryFrom` or `FromStr` implementation.
        pub struct ConversionError(::std::borrow::Cow<'static, str>);
        impl ::std::error::Error for ConversionError {}
        impl ::std::fmt::Display for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl ::std::fmt::Debug for ConversionError {
            fn fmt(
                &self,
                f: &mut ::std::fmt::Formatter<'_>,
            ) -> Result<(), ::std::fmt::Error> {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
        impl From<&'static str> for ConversionError {
            fn from(value: &'static str) -> Self {
                Self(value.into())
            }
        }
        impl From<String> for ConversionError {
            fn from(value: String) -> Self {
                Self(value.into())
            }
        }
    }
}
#[derive(Clone, Debug)]
/**Client for CometAPI key management

List, read, create, update and delete the API keys of a CometAPI account.

A failure is answered with HTTP 200 and `success: false`: look at `success` before anything else. An update stores
a whole record: what its body leaves out may be reset. Records carry the key itself, a live secret.


Version: 0.1.0*/
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    pub(crate) inner: crate::Inner,
}
impl Client {
    /// Construct a new client with an existing `reqwest::Client`,
    /// allowing more control over its configuration.
    ///
    /// `baseurl` is the base URL provided to the internal
    /// `reqwest::Client`, and should include a scheme and hostname,
    /// as well as port and a path stem if applicable.
    pub fn new_with_client(
        baseurl: &str,
        client: reqwest::Client,
        inner: crate::Inner,
    ) -> Self {
        Self {
            baseurl: baseurl.to_string(),
            client,
            inner,
        }
    }
}
impl ClientInfo<crate::Inner> for Client {
    fn api_version() -> &'static str {
        "0.1.0"
    }
    fn baseurl(&self) -> &str {
        self.baseurl.as_str()
    }
    fn client(&self) -> &reqwest::Client {
        &self.client
    }
    fn inner(&self) -> &crate::Inner {
        &self.inner
    }
}
const _: () = {
    #[allow(dead_code)]
    fn assert_client_hooks()
    where
        Client: ClientHooks<crate::Inner>,
    {}
};
#[allow(clippy::all)]
impl Client {
    /**Lists a page of the account's API keys, newest first

Only keys of the authenticated account are listed. What a page or page size of zero, a negative one or one that
is no number gives is not documented, nor is the default page size.


Sends a `GET` request to `/api/token/`

Arguments:
- `p`: Page number, counted from 1. Without it the first page is answered.
- `page_size`: Keys on a page. More than 100 may be asked for, and gives 100.
*/
    pub async fn list_api_keys<'a>(
        &'a self,
        p: Option<i64>,
        page_size: Option<i64>,
    ) -> Result<
        ResponseValue<crate::Envelope<crate::generated::types::ApiKeyPage>>,
        Error<()>,
    > {
        let url = format!("{}/api/token/", self.baseurl,);
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .query(&progenitor_client::QueryParam::new("p", &p))
            .query(&progenitor_client::QueryParam::new("page_size", &page_size))
            .build()?;
        let info = OperationInfo {
            operation_id: "list_api_keys",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Updates an API key

The id goes into the body, not into the path. Send every editable field that is to stay as it is: a numeric,
boolean or string field that the body leaves out may be reset.


Sends a `PUT` request to `/api/token/`

*/
    pub async fn update_api_key<'a>(
        &'a self,
        body: &'a types::UpdateApiKey,
    ) -> Result<
        ResponseValue<crate::Envelope<crate::generated::types::ApiKey>>,
        Error<()>,
    > {
        let url = format!("{}/api/token/", self.baseurl,);
        #[allow(unused_mut)]
        let mut request = self
            .client
            .put(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .build()?;
        let info = OperationInfo {
            operation_id: "update_api_key",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Creates an API key

The answer confirms and carries neither the record nor the key: list the keys afterwards and read the newest.
What fields become that the body leaves out is not documented.


Sends a `POST` request to `/api/token/`

*/
    pub async fn create_api_key<'a>(
        &'a self,
        body: &'a types::CreateApiKey,
    ) -> Result<ResponseValue<crate::Envelope<crate::NoData>>, Error<()>> {
        let url = format!("{}/api/token/", self.baseurl,);
        #[allow(unused_mut)]
        let mut request = self
            .client
            .post(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .json(&body)
            .build()?;
        let info = OperationInfo {
            operation_id: "create_api_key",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Reads one API key of the account

Sends a `GET` request to `/api/token/{id}`

Arguments:
- `id`: The id of a key, as a list gives it.
*/
    pub async fn get_api_key<'a>(
        &'a self,
        id: &'a crate::KeyId,
    ) -> Result<
        ResponseValue<crate::Envelope<crate::generated::types::ApiKey>>,
        Error<()>,
    > {
        let url = format!(
            "{}/api/token/{}", self.baseurl, encode_path(& id.to_string()),
        );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .get(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .build()?;
        let info = OperationInfo {
            operation_id: "get_api_key",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
    /**Deletes an API key for good

The key can no longer be used for model requests.

Sends a `DELETE` request to `/api/token/{id}`

Arguments:
- `id`: The id of a key, as a list gives it.
*/
    pub async fn delete_api_key<'a>(
        &'a self,
        id: &'a crate::KeyId,
    ) -> Result<ResponseValue<crate::Envelope<crate::NoData>>, Error<()>> {
        let url = format!(
            "{}/api/token/{}", self.baseurl, encode_path(& id.to_string()),
        );
        #[allow(unused_mut)]
        let mut request = self
            .client
            .delete(url)
            .header(
                ::reqwest::header::ACCEPT,
                ::reqwest::header::HeaderValue::from_static("application/json"),
            )
            .build()?;
        let info = OperationInfo {
            operation_id: "delete_api_key",
        };
        self.pre(&mut request, &info).await?;
        let result = self.exec(request, &info).await;
        self.post(&result, &info).await?;
        let response = result?;
        match response.status().as_u16() {
            200u16 => ResponseValue::from_response(response).await,
            _ => Err(Error::UnexpectedResponse(response)),
        }
    }
}
/// Items consumers will typically use such as the Client.
pub mod prelude {
    #[allow(unused_imports)]
    pub use super::Client;
}
/// The longest name of a key, in Unicode characters.
pub(crate) const LONGEST_NAME: usize = 50;
