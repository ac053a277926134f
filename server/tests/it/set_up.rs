//! The first start of an empty office.

use crate::serving::{Server, Setting, empty_office};
use office::backend::people::set_up;

#[tokio::test]
async fn the_first_admin_comes_in_with_the_code_that_the_server_printed() {
    let (office, _folder) = empty_office().await;
    let code = set_up::new_code(&office).await.unwrap().expect("a code for an empty office");
    let server = Server::start(office.clone(), Setting::USUAL).await;
    let stranger = server.stranger();
    assert_eq!(stranger.get("/").await.expect(303).header("location"), "/set-up");

    let fields =
        |code| [("code", code), ("name", "한유진"), ("email", "yujin@example.test"), ("password", "a long password")];
    let wrong = stranger.form("/set-up", &fields("000000000000")).await.expect(303);
    assert!(wrong.header("location").starts_with("/set-up?error=wrong_code"), "{}", wrong.header("location"));
    assert_eq!(wrong.header("set-cookie"), "");

    let done = stranger.form("/set-up", &fields(&code)).await.expect(303);
    assert_eq!(done.header("location"), "/admin");
    let cookie = done.cookie("__Host-jari").split(';').next().unwrap().to_owned();
    let me = stranger.send(stranger.ask(reqwest::Method::GET, "/api/v1/me").header("cookie", cookie)).await.expect(200);
    assert_eq!((me.text_at("/role"), me.text_at("/name")), ("admin", "한유진"));

    let again = stranger.form("/set-up", &fields(&code)).await.expect(303);
    assert!(again.header("location").contains("error="), "the code works once");
    assert_eq!(set_up::new_code(&office).await.unwrap(), None, "an office with people has no code");
}
