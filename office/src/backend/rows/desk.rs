entity! {
    "desks" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        floor_id: Uuid,
        zone_id: Option<Uuid>,
        label: String,
        x: f64,
        y: f64,
        rotation: f64,
        kind: String,
        amenities: String,
        assigned_to: Option<Uuid>,
        out_of_service: Option<String>,
        retired_at: Option<i64>,
        version: i32,
    }
}
