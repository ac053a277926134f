use super::*;

const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const OTHER: &str = "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

fn secret() -> Secret {
    Secret::new("열려라 참깨")
}

#[test]
fn a_secret_is_read_again_with_its_key_and_for_its_owner() {
    let vault = Vault::given(KEY);
    let locked = vault.lock(&secret(), "provider 1").unwrap();
    assert!(!locked.contains("참깨"));
    assert_eq!(vault.open(&locked, "provider 1"), Ok(secret()));
    assert_eq!(Vault::given(format!("{KEY}\n")).open(&locked, "provider 1"), Ok(secret()));
}

#[test]
fn the_same_secret_never_looks_the_same() {
    let vault = Vault::given(KEY);
    assert_ne!(vault.lock(&secret(), "provider 1"), vault.lock(&secret(), "provider 1"));
}

#[test]
fn a_secret_that_was_moved_to_another_row_or_changed_is_refused() {
    let vault = Vault::given(KEY);
    let locked = vault.lock(&secret(), "provider 1").unwrap();
    assert_eq!(vault.open(&locked, "provider 2"), Err(Locked::Broken));
    for at in 0..locked.len() {
        let mut changed = locked.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(vault.open(&changed, "provider 1").is_err(), "changed at {at}");
    }
    for stored in ["", "v1", "v1..", "v2.a.b", &locked[..locked.len() - 1]] {
        assert!(vault.open(stored, "provider 1").is_err(), "{stored}");
    }
}

#[test]
fn another_key_is_told_from_something_broken() {
    let locked = Vault::given(KEY).lock(&secret(), "provider 1").unwrap();
    let told = Vault::given(OTHER).open(&locked, "provider 1").unwrap_err();
    assert_eq!(told, Locked::OtherKey);
    assert!(told.to_string().contains("JARI_SECRET_KEY"));
    assert_eq!(Vault::without_key().open(&locked, "provider 1"), Err(Locked::NoKey));
}

#[test]
fn a_key_that_is_no_key_says_what_one_is() {
    for text in ["", "short", &KEY[1..], &KEY.replace('0', "g"), &"é".repeat(32)] {
        let told = Vault::given(text).check().unwrap_err().to_string();
        assert!(told.contains("JARI_SECRET_KEY") && told.contains("openssl rand -hex 32"), "{told}");
        assert!(text.is_empty() || !told.contains(text), "the key is told");
    }
}

#[test]
fn an_own_key_is_made_once_for_the_server_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    let vault = Vault::own_file(path.clone());
    assert_eq!(vault.check(), Ok(()));
    assert!(!path.exists(), "looking makes no key");
    let locked = vault.lock(&secret(), "provider 1").unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left beside it");
    assert_eq!(Vault::own_file(path.clone()).open(&locked, "provider 1"), Ok(secret()));
    vault.lock(&secret(), "provider 2").unwrap();
    assert_eq!(vault.open(&locked, "provider 1"), Ok(secret()), "another key was made");
    fs::remove_file(&path).unwrap();
    assert_eq!(vault.open(&locked, "provider 1"), Err(Locked::OtherKey));
}

#[test]
fn a_key_that_others_may_read_or_that_is_not_there_is_told_by_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.key");
    let missing = Vault::file(path.clone()).check().unwrap_err();
    assert!(matches!(&missing, Locked::NoFile { place, .. } if place.ends_with("secret.key")), "{missing}");
    fs::write(&path, KEY).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let open = Vault::file(path.clone()).check().unwrap_err();
    assert!(open.to_string().contains("chmod 600"), "{open}");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(Vault::file(path).check(), Ok(()));
}

#[test]
fn nothing_that_is_printed_shows_a_secret_or_a_key() {
    let printed = format!("{:?} {:?}", secret(), Vault::given(KEY));
    assert!(!printed.contains("참깨") && !printed.contains("0001"), "{printed}");
}
