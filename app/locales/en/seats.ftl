# seats
