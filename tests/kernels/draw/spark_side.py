"""A Spark Connect server in a Python of its own: asked line by line, so that the project needs none of its libraries.

Each line that comes in is a JSON list: ["fill", table, columns, rows] or ["fetch", statement]; each that goes out is the rows.
"""

import json
import sys

from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession

server = SparkConnectServer(ip="127.0.0.1", port=0)
server.start(background=True)
spark = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").getOrCreate()
print("ready", flush=True)
for line in sys.stdin:
    what, *given = json.loads(line)
    if what == "fill":
        table, columns, rows = given
        spark.createDataFrame([tuple(row) for row in rows], columns).createOrReplaceTempView(table)
        found = []
    else:
        found = [list(row) for row in spark.sql(given[0]).collect()]
    print(json.dumps(found), flush=True)
spark.stop()
server.stop()
