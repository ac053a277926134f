//! The binary's commands, as somebody types them.

use crate::serving::empty_office;
use office::backend::people::{
    set_up::{self, FirstAdmin},
    tokens,
};
use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// A folder of data of its own, and the binary told to use it.
struct Typed {
    folder: TempDir,
}

impl Typed {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jari"));
        command.env_clear().env("JARI_DATA_DIR", self.folder.path()).args(words);
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        path.display().to_string()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    assert!(!output.status.success(), "it did not fail: {}", said(output));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_wrong_configuration_is_told_by_the_name_of_its_key() {
    let typed = Typed::new();
    let ask = |words: &[&str]| complained(&typed.run(words));
    assert!(ask(&["migrate", "--listen", "everywhere"]).contains("listen:"));
    assert!(ask(&["migrate", "--base-url", "jari.example"]).contains("base_url:"));
    assert!(ask(&["migrate", "--database-url", "mysql://jari"]).contains("database_url:"));
    assert!(ask(&["migrate", "--config", "nowhere.toml"]).contains("nowhere.toml"));
    let unknown = typed.file("jari.toml", "listen = \"127.0.0.1:3000\"\nlissten = 1\n");
    assert!(ask(&["migrate", "--config", &unknown]).contains("lissten"));
    let wrong = typed.file("wrong.toml", "log_format = \"loud\"\n");
    assert!(ask(&["migrate", "--config", &wrong]).contains("log_format:"));
}

#[test]
fn what_can_t_be_read_in_the_file_is_told_by_its_line_and_key_and_without_its_value() {
    let typed = Typed::new();
    for (text, place) in [
        ("# Jari\nlisten = 3000\n", "line 2: listen: "),
        ("data_dir = \"data\"\n\n[listen]\nport = 3000\n", "line 3: "),
        ("base_url = \"https://jari.example\nlisten = \"127.0.0.1:3000\"\n", "line 1: base_url: "),
        ("listen = \"127.0.0.1:3000\"\nsecret_key = 987654321\n", "line 2: secret_key: "),
    ] {
        let told = complained(&typed.run(&["migrate", "--config", &typed.file("jari.toml", text)]));
        assert!(told.contains(place) && !told.contains("987654321"), "{told}");
    }
}

#[test]
fn a_database_that_does_not_answer_is_named() {
    let typed = Typed::new();
    let output = typed.run(&["migrate", "--database-url", "postgres://jari@127.0.0.1:9/jari"]);
    assert!(complained(&output).contains("database_url"), "{}", complained(&output));
    let doctor = typed.run(&["doctor", "--database-url", "postgres://jari@127.0.0.1:9/jari"]);
    assert!(!doctor.status.success() && said(&doctor).contains("wrong database"), "{}", said(&doctor));
}

#[test]
fn whoever_only_looks_changes_nothing() {
    let typed = Typed::new();
    let doctor = typed.run(&["doctor"]);
    assert!(doctor.status.success() && said(&doctor).contains("there is none yet"), "{}", said(&doctor));
    assert!(!typed.folder.path().join("jari.db").exists());
    assert!(typed.run(&["migrate"]).status.success());
    assert!(said(&typed.run(&["doctor"])).contains("ok    database"));
}

#[test]
fn whether_a_desktop_can_be_drawn_is_told() {
    let viewer = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site/novnc/core/rfb.js");
    let told = said(&Typed::new().run(&["doctor"]));
    let (drawn, missing) = ("ok    the remote desktop's viewer", "note  the remote desktop's viewer is missing");
    let line = if std::path::Path::new(viewer).exists() { drawn } else { missing };
    assert!(told.lines().any(|one| one.starts_with(line)), "{told}");
}

#[tokio::test]
async fn tokens_are_made_and_ended_by_command() {
    let (office, folder) = empty_office().await;
    let code = set_up::new_code(&office).await.unwrap().unwrap();
    let (email, name) = ("yujin@example.test".into(), "한유진".into());
    let yujin = FirstAdmin { code, email, name, password: "a long password".into() };
    set_up::first_admin(&office, yujin, office.now()).await.unwrap();
    let typed = Typed { folder };
    let made = said(&typed.run(&["token", "create", "--person", "yujin@example.test"]));
    let token = made.split_whitespace().last().unwrap();
    assert!(tokens::caller(&office, token, office.now()).await.unwrap().is_some());
    let ended = said(&typed.run(&["token", "revoke", "--person", "Yujin@example.test"]));
    assert!(ended.trim().ends_with(": 1"), "{ended}");
    assert!(tokens::caller(&office, token, office.now()).await.unwrap().is_none());
    for command in ["create", "revoke"] {
        let refused = typed.run(&["token", command, "--person", "nobody@example.test"]);
        assert!(complained(&refused).contains("nobody@example.test"));
    }
}

#[test]
fn a_port_that_is_taken_is_told_with_a_way_out() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = Typed::new().run(&["serve", "--listen", &address]);
    let complaint = complained(&output);
    assert!(complaint.contains(&address) && complaint.contains("--listen"), "{complaint}");
}

#[test]
fn flags_go_before_the_environment_and_that_before_the_file() {
    let typed = Typed::new();
    let file = typed.file("jari.toml", "listen = \"127.0.0.1:4001\"\nbase_url = \"https://file.example\"\n");
    let mut command = typed.command(&["doctor", "--config", &file, "--listen", "127.0.0.1:4003"]);
    let told = said(&command.env("JARI_LISTEN", "127.0.0.1:4002").output().unwrap());
    assert!(told.contains("listen = 127.0.0.1:4003") && told.contains("base_url = https://file.example"), "{told}");
}

#[test]
fn a_key_file_that_the_environment_names_goes_before_a_key_in_the_file() {
    let typed = Typed::new();
    let file = typed.file("jari.toml", &format!("secret_key = \"{}\"\n", "ab".repeat(32)));
    assert!(typed.run(&["migrate", "--config", &file]).status.success());
    let mut command = typed.command(&["migrate", "--config", &file]);
    let told = complained(&command.env("JARI_SECRET_KEY_FILE", "/nowhere/key").output().unwrap());
    assert!(told.contains("/nowhere/key"), "{told}");
}

#[test]
fn the_description_can_be_printed_without_a_database() {
    let printed = Typed::new().run(&["openapi"]);
    let document: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(document["info"]["title"], "Jari");
}

#[test]
fn whoever_reads_no_further_has_heard_enough() {
    let typed = Typed::new();
    let mut printing = typed.command(&["openapi"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(printing.stdout.take());
    let ended = printing.wait_with_output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

#[test]
fn a_floor_that_can_t_be_imported_is_refused_by_the_name_of_its_site_or_file() {
    let typed = Typed::new();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../office/data/westport-house/westport-house-floor-3.geojson");
    let missing = typed.run(&["floor", "import", file, "--site", "Nowhere", "--level", "3"]);
    assert!(complained(&missing).contains("Nowhere"));
    let no_floor = typed.file("plan.geojson", "{}");
    let refused = typed.run(&["floor", "import", &no_floor, "--site", "Nowhere", "--level", "3"]);
    assert!(complained(&refused).contains("plan.geojson"));
}

/// Where a program of this machine is.
fn installed(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.exists()).unwrap()
}

#[test]
fn whoever_has_neither_rust_nor_a_compiler_is_told_how_to_install_them() {
    let programs = tempfile::tempdir().unwrap();
    for program in ["dirname", "date"] {
        std::os::unix::fs::symlink(installed(program), programs.path().join(program)).unwrap();
    }
    let run = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/run.sh");
    let output = Command::new(installed("bash")).env_clear().env("PATH", programs.path()).arg(run).output().unwrap();
    assert!(!output.status.success());
    let told = said(&output);
    assert!(told.contains("https://sh.rustup.rs") && told.contains("build-essential"), "{told}");
}
