//! A secret that the next page shows once. It waits in a cookie that scripts can't read and that ends soon, so it is
//! never in an address and never at rest on the server.

#[cfg(not(target_family = "wasm"))]
mod on_the_server {
    use http::{HeaderValue, header, request::Parts};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    const NAME: &str = "jari-once";
    const LASTS_SECONDS: u32 = 120;

    /// Lets the next page show a secret of letters, digits and dashes.
    pub fn keep(secret: &str) {
        set(secret, LASTS_SECONDS);
    }

    /// The secret, if one waits; it waits no longer.
    pub fn take() -> Option<String> {
        let found = cookies().into_iter().find_map(|(name, value)| (name == NAME).then_some(value))?;
        set("", 0);
        let plain = found.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
        (plain && !found.is_empty()).then_some(found)
    }

    fn set(value: &str, seconds: u32) {
        // Over a secure address the sign-in's cookie has the name that browsers keep for such addresses alone.
        let secure = if cookies().iter().any(|(name, _)| name.starts_with("__Host-")) { "; Secure" } else { "" };
        let text = format!("{NAME}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
        if let (Some(response), Ok(header)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&text)) {
            response.append_header(header::SET_COOKIE, header);
        }
    }

    fn cookies() -> Vec<(String, String)> {
        let Some(parts) = use_context::<Parts>() else { return Vec::new() };
        let headers = parts.headers.get_all(header::COOKIE);
        let pairs = headers.iter().filter_map(|header| header.to_str().ok()).flat_map(|text| text.split(';'));
        let pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

#[cfg(not(target_family = "wasm"))]
pub use on_the_server::{keep, take};
