"""沙盒监管: a firm with a defect is guided and given time before it is listed, while the clock of the law keeps running beside."""
