entity! {
    "idempotency_keys" {
        #[sea_orm(primary_key, auto_increment = false)]
        person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        key: String,
        request: String,
        booking_id: Uuid,
        made_at: i64,
    }
}
