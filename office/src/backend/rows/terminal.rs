entity! {
    "terminals" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        desk_id: Uuid,
        key_hash: String,
        enrolled_at: i64,
        enrolled_by: Uuid,
        seen_at: i64,
        booking_id: Option<Uuid>,
        signed_in_at: Option<i64>,
        retired_at: Option<i64>,
    }
}
