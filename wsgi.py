from webinars import create_app

app = create_app()
