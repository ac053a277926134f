entity! {
    "work" {
        #[sea_orm(primary_key, auto_increment = false)]
        kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        subject_id: Uuid,
        due_at: i64,
        locked_until: i64,
        asked: i64,
    }
}
