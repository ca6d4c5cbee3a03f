# What a service that runs does by itself: ends holds, brings sums forward, forgets old identities.

resource "aws_scheduler_schedule" "upkeep" {
  name                = "${var.name}-upkeep"
  schedule_expression = "rate(1 minute)"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = aws_lambda_function.function["database-service"].arn
    role_arn = aws_iam_role.scheduler.arn
    input    = jsonencode({ signalbox = "upkeep" })

    retry_policy {
      maximum_retry_attempts = 0
    }
  }
}

# The next minute comes anyway.
resource "aws_lambda_function_event_invoke_config" "upkeep" {
  function_name                = aws_lambda_function.function["database-service"].function_name
  maximum_retry_attempts       = 0
  maximum_event_age_in_seconds = 60
}

data "aws_iam_policy_document" "scheduler_assumes" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["scheduler.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "scheduler" {
  name               = "${var.name}-scheduler"
  assume_role_policy = data.aws_iam_policy_document.scheduler_assumes.json
}

data "aws_iam_policy_document" "calls_upkeep" {
  statement {
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.function["database-service"].arn]
  }
}

resource "aws_iam_role_policy" "calls_upkeep" {
  name   = "calls-upkeep"
  role   = aws_iam_role.scheduler.id
  policy = data.aws_iam_policy_document.calls_upkeep.json
}
