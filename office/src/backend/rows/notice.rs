entity! {
    "notices" {
        #[sea_orm(primary_key, auto_increment = false)]
        seq: i64,
        person_id: Uuid,
        kind: String,
        booking_id: Uuid,
        made_at: i64,
        due_at: i64,
        tries: i32,
        state: String,
    }
}
