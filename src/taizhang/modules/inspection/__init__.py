"""Random inspections (双随机、一公开): one list, two rosters, draws that anybody can repeat, one visit instead of many, results in public."""
