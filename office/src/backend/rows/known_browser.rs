entity! {
    "known_browsers" {
        #[sea_orm(primary_key, auto_increment = false)]
        hash: String,
        #[sea_orm(primary_key, auto_increment = false)]
        person_id: Uuid,
        expires_at: i64,
    }
}
