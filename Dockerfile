FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONPATH=/app:/app/site DATA_DIR=/data \
    DJANGO_SETTINGS_MODULE=config.settings.production
WORKDIR /app
COPY requirements/runtime.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY . .
RUN export SECRET_KEY=only-to-build-this-image-0123456789-0123456789-0123456789 \
    && python manage.py catalogues compile \
    && python manage.py collectstatic --noinput \
    && useradd --system mentoring && mkdir -p /data && chown mentoring /data
USER mentoring
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--blocking-threads", "4", "config.wsgi:application"]
